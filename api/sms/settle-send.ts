import type { Clock } from '../../core/platform/clock.ts';
import type { Sql, TransactionSql } from '../../core/platform/postgres.ts';
import {
  giveBack,
  insertParts,
  lockPart,
  lockSettling,
  markAccepted,
  markFailed,
  markMatched,
  markUncertain,
  selectEarlyReports,
} from './settle-queries.ts';
import { applyToPart, settleByReports } from './store-report.ts';
import type { SendOutcome } from './transports/transport.ts';

/** What the carrier said, into the row. A row that is no longer `sending` was settled by somebody who knew better: it stays. */
export async function settleSend(
  sql: Sql,
  clock: Clock,
  transport: string,
  id: string,
  outcome: SendOutcome,
): Promise<void> {
  const now = clock.now();
  await sql.begin(async (tx) => {
    await lockSettling(tx, transport);
    switch (outcome.kind) {
      case 'accepted':
        return settleAccepted(tx, transport, id, outcome.providerIds, now);
      case 'refused':
        return markFailed(tx, id, outcome.error, now, false);
      case 'broken':
        return markFailed(tx, id, outcome.error, now, true);
      case 'later':
        // Real time until the next try, on a clock that may run faster.
        return giveBack(tx, id, new Date(now.getTime() + outcome.retryMs * clock.speed), `carrier: ${outcome.error}`);
      case 'unknown':
        await insertParts(tx, id, transport, outcome.providerIds);
        await markUncertain(tx, id, outcome.error);
        return settleByReports(tx, id, now);
    }
  });
}

export async function settleAccepted(
  tx: TransactionSql,
  transport: string,
  id: string,
  providerIds: readonly string[],
  now: Date,
): Promise<void> {
  if (!(await markAccepted(tx, id, now))) return;
  await insertParts(tx, id, transport, providerIds);
  for (const report of await selectEarlyReports(tx, transport, providerIds)) {
    const part = await lockPart(tx, transport, report.providerId);
    if (part?.messageId !== id) continue;
    await markMatched(tx, [report.id]);
    await applyToPart(tx, part, report, now);
  }
}
