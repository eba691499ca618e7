import { newId } from '../../core/platform/ids.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { requestApproval } from '../approvals/request-approval.ts';
import { deadlineOf } from './deadline.ts';
import {
  insertEvent,
  insertHandOver,
  insertStop,
  linkStop,
  selectDoNotCall,
  selectDoNotCallOfNumber,
  selectRaiseGround,
} from './raise-queries.ts';
import { withdrawRaised } from './withdraw-raised.ts';

export interface DoNotCallAsked {
  /** null = a caller nobody knows: the number of the call is stopped. */
  personId: number | null;
  contactRecordId: string | null;
  callId: string | null;
  subjectId: string | null;
  /** In the citizen's words, as far as they gave one. */
  reason: string;
  staffId: string;
  /** Product clock. */
  now: Date;
}

/**
 * 架電禁止の申出, inside the caller's transaction: nobody calls the person from the moment it is through, and the city is asked to
 * confirm it; returned, the stop ends. Asked again while one lives, it is the same one: said again in its history, nothing new to decide.
 *
 * @returns the id of the request (a `hand_over` of kind `do_not_call`)
 */
export async function requestDoNotCall(tx: TransactionSql, asked: DoNotCallAsked): Promise<string> {
  const { personId, contactRecordId, subjectId, staffId, now } = asked;
  const { date: today } = tokyoTime(now);
  const body = asked.reason.trim();
  const ground = await selectRaiseGround(tx, { personId, subjectId, contactRecordId, today });
  const kind = 'do_not_call';
  if (ground.supersedesId) await withdrawRaised(tx, { contactRecordId: ground.supersedesId, kind, staffId, now });
  const dueAt = await deadlineOf(tx, { kind, reason: kind }, ground, now);
  const id = newId();
  const row = { ...asked, id, kind, reason: kind, body, wishes: null, stopFlagId: null, dueAt } as const;
  const ofNumber = personId === null ? await selectDoNotCallOfNumber(tx, asked.callId) : undefined;
  // The row first: of two at the same moment only one puts a stop and asks.
  if (ofNumber !== undefined || !(await insertHandOver(tx, row))) {
    const living = ofNumber ?? (personId === null ? undefined : await selectDoNotCall(tx, personId));
    if (!living) throw new Error('a do-not-call lives and cannot be read');
    await insertEvent(tx, { handOverId: living, at: now, act: 'repeated', body, contactRecordId, staffId });
    return living;
  }
  if (personId !== null)
    await linkStop(tx, id, await insertStop(tx, { personId, kind: 'no_call', fromOn: today, now }));
  await insertEvent(tx, { handOverId: id, at: now, act: 'raised', body, contactRecordId, staffId });
  if (ground.training) return id;
  await requestApproval(tx, {
    kind,
    refId: id,
    subjectId,
    title: `${ground.subjectShortName ?? '全科目'}: 架電禁止の申出の確認${personId === null ? '(発信者不明)' : ''}`,
    detail: { reason: kind },
    requestedBy: staffId,
    now,
    dueAt,
  });
  return id;
}
