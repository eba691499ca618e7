import type { TransactionSql } from '../../core/platform/postgres.ts';
import type { HandOverKind } from '../../core/rules/hand-over.ts';
import { addDays, tokyoTime } from '../../core/rules/tokyo-time.ts';
import { withdrawApproval } from '../approvals/withdraw-approval.ts';
import { endStop, insertEvent, lockRaisedFrom, markWithdrawn } from './raise-queries.ts';

/**
 * The record of the conversation was corrected: what it raised and the city has not answered is withdrawn, its stop ends. What was
 * answered stays: the city acted on it.
 *
 * @param correction.contactRecordId the record that was wrong @param correction.kind only this kind; left out = all
 * @returns how many
 */
export async function withdrawRaised(
  tx: TransactionSql,
  correction: { contactRecordId: string; kind?: HandOverKind; staffId: string; now: Date },
): Promise<number> {
  const { staffId, now } = correction;
  const raised = (await lockRaisedFrom(tx, correction.contactRecordId)).filter(
    ({ kind }) => correction.kind === undefined || kind === correction.kind,
  );
  for (const { id, kind } of raised) {
    await markWithdrawn(tx, id);
    await endStop(tx, id, addDays(tokyoTime(now).date, -1));
    if (kind === 'instalment_request') await withdrawApproval(tx, { kind: 'instalment', refId: id, now });
    if (kind === 'do_not_call') await withdrawApproval(tx, { kind, refId: id, now });
    await insertEvent(tx, { handOverId: id, at: now, act: 'withdrawn', body: '記録の訂正', staffId });
  }
  return raised.length;
}
