import type { Clock } from '../../core/platform/clock.ts';
import type { Logger } from '../../core/platform/logger.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { giveUpForeign, selectStranded } from './message-queries.ts';
import { giveBack, lockSettling, markUncertain } from './settle-queries.ts';
import { settleAccepted } from './settle-send.ts';
import { settleByReports } from './store-report.ts';
import type { SmsTransport } from './transports/transport.ts';

const AT_ONCE = 100;
const UNKNOWN = '送信の途中で停止したため、届いたかどうか分かりません。';

/**
 * Messages whose sender was killed between the commit and the carrier's answer. Where the carrier can be asked, the answer decides; where
 * not, they are uncertain until a report or a person says more. None of them is sent a second time by itself.
 *
 * @returns how many were settled
 */
export async function recoverStranded(
  sql: Sql,
  clock: Clock,
  logger: Logger,
  transport: SmsTransport,
): Promise<number> {
  const stranded = await selectStranded(sql, transport.name, AT_ONCE);
  for (const { id } of stranded) {
    const found = (await transport.find?.(id)) ?? { kind: 'unknown' as const };
    const now = clock.now();
    await sql.begin(async (tx) => {
      await lockSettling(tx, transport.name);
      if (found.kind === 'accepted') return settleAccepted(tx, transport.name, id, found.providerIds, now);
      if (found.kind === 'never') return giveBack(tx, id, now, 'carrier: not taken');
      await markUncertain(tx, id, UNKNOWN);
      return settleByReports(tx, id, now);
    });
    logger.warn({ message: id, found: found.kind }, 'a message was left in the middle of its send');
  }
  return stranded.length + (await giveUpForeign(sql, transport.name));
}
