import type { TransactionSql } from '../../core/platform/postgres.ts';
import { addDays, tokyoTime } from '../../core/rules/tokyo-time.ts';
import { saveResumed } from './act-queries.ts';
import { endStop, insertEvent } from './raise-queries.ts';

/**
 * The city lets the person be contacted again: the stop of this matter ends, and what was said in its conversations (架電禁止, 苦情,
 * 弁護士受任 …) keeps nobody from calling any more. The row, its stop and its history stay.
 */
export async function resumeContact(
  tx: TransactionSql,
  id: string,
  by: { staffId: string; now: Date; reason: string },
): Promise<void> {
  const { staffId, now, reason } = by;
  await endStop(tx, id, addDays(tokyoTime(now).date, -1));
  await saveResumed(tx, id, now);
  await insertEvent(tx, { handOverId: id, at: now, act: 'resumed', body: reason, staffId });
}
