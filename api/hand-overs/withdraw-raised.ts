import type { TransactionSql } from '../../core/platform/postgres.ts';
import type { HandOverKind } from '../../core/rules/hand-over.ts';
import { addDays, tokyoTime } from '../../core/rules/tokyo-time.ts';
import { withdrawApproval } from '../approvals/withdraw-approval.ts';
import {
  endStop,
  insertEvent,
  lockRaisedFrom,
  markWithdrawn,
  moveToRecord,
  selectSaidElsewhere,
} from './raise-queries.ts';

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
  let withdrawn = 0;
  for (const { id, kind } of raised) {
    if (kind === 'do_not_call' && (await restsElsewhere(tx, id, correction))) continue;
    withdrawn += 1;
    await markWithdrawn(tx, id);
    await endStop(tx, id, addDays(tokyoTime(now).date, -1));
    if (kind === 'instalment_request') await withdrawApproval(tx, { kind: 'instalment', refId: id, now });
    if (kind === 'do_not_call') await withdrawApproval(tx, { kind, refId: id, now });
    await insertEvent(tx, { handOverId: id, at: now, act: 'withdrawn', body: '記録の訂正', staffId });
  }
  return withdrawn;
}

/** The citizen said it in another conversation as well: it rests on that one, and the stop stands. */
async function restsElsewhere(
  tx: TransactionSql,
  id: string,
  { contactRecordId, staffId, now }: { contactRecordId: string; staffId: string; now: Date },
): Promise<boolean> {
  const other = await selectSaidElsewhere(tx, id, contactRecordId);
  if (!other) return false;
  await moveToRecord(tx, id, other);
  await insertEvent(tx, {
    handOverId: id,
    at: now,
    act: 'remark',
    body: '記録の訂正（別の会話でも申出あり）',
    contactRecordId: other,
    staffId,
  });
  return true;
}
