import type { Sql, TransactionSql } from '../../core/platform/postgres.ts';
import { nextPartState, type PartState, stateOfParts } from '../../core/rules/sms/sms-state.ts';
import {
  addPart,
  insertReport,
  isWaiting,
  lockPart,
  lockSettling,
  lockUncertain,
  markAccepted,
  markMatched,
  type PartRow,
  selectParts,
  selectUnmatchedReports,
  setDelivery,
  setPart,
} from './settle-queries.ts';
import type { DeliveryReport } from './transports/transport.ts';

/**
 * A delivery result, as it came and where it belongs. A report that names no message of ours still settles an uncertain one, when exactly
 * one is open to that telephone: what the carrier reports on, it had taken. What says nothing new is not kept a second time.
 *
 * @returns false when it matched nothing; it is kept all the same
 */
export async function storeReport(sql: Sql, transport: string, report: DeliveryReport, now: Date): Promise<boolean> {
  return sql.begin(async (tx) => {
    await lockSettling(tx, transport);
    const known = await lockPart(tx, transport, report.providerId);
    // Gateways that are polled tell the same again and again.
    if (known ? known.state === report.state : await isWaiting(tx, transport, report)) return known !== undefined;
    const id = await insertReport(tx, { transport, ...report });
    const part = known ?? (await partOfUncertain(tx, transport, report, now));
    if (!part) return false;
    await markMatched(tx, [id]);
    await applyToPart(tx, part, report, now);
    return true;
  });
}

async function partOfUncertain(
  tx: TransactionSql,
  transport: string,
  { digits, providerId }: Pick<DeliveryReport, 'digits' | 'providerId'>,
  now: Date,
): Promise<PartRow | undefined> {
  const [only, another] = digits === null ? [] : await lockUncertain(tx, transport, digits);
  if (!only || another) return undefined;
  await markAccepted(tx, only.id, now);
  return addPart(tx, only.id, transport, providerId);
}

/** A message has just become uncertain: reports that were here before may settle it, by the same rule. */
export async function settleByReports(tx: TransactionSql, messageId: string, now: Date): Promise<void> {
  for (const report of await selectUnmatchedReports(tx, messageId)) {
    const { id, transport, providerId } = report;
    const known = await lockPart(tx, transport, providerId);
    const part = known ?? (await partOfUncertain(tx, transport, report, now));
    if (!part) continue;
    await markMatched(tx, [id]);
    await applyToPart(tx, part, report, now);
  }
}

export async function applyToPart(
  tx: TransactionSql,
  part: PartRow,
  told: { state: PartState; error: string | null },
  now: Date,
): Promise<void> {
  const state = nextPartState(part.state, told.state);
  if (state === part.state) return;
  await setPart(tx, part, state);
  const whole = stateOfParts(await selectParts(tx, part.messageId));
  if (whole !== 'accepted') await setDelivery(tx, part.messageId, whole, whole === 'failed' ? told.error : null, now);
}
