import { DomainError } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import {
  type HandOverReason,
  type InstalmentWish,
  kindName,
  type RaisedKind,
  REASONS_OF,
  wishesProblem,
} from '../../core/rules/hand-over.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { requestApproval } from '../approvals/request-approval.ts';
import { deadlineOf } from './deadline.ts';
import { insertEvent, insertHandOver, insertStop, selectRaiseGround } from './raise-queries.ts';
import { withdrawRaised } from './withdraw-raised.ts';

export interface HandOverRaised {
  kind: RaisedKind;
  /** null = a caller nobody knows; then `callId` is given. */
  personId: number | null;
  contactRecordId: string | null;
  callId: string | null;
  /** null = about the person, not about one subject. */
  subjectId: string | null;
  reason: HandOverReason;
  /** What the city needs to know. */
  body: string;
  /** Of an instalment request, in the order of their dates; else null. */
  wishes: readonly InstalmentWish[] | null;
  staffId: string;
  /** Product clock. */
  now: Date;
}

/**
 * Puts a matter into the city's inbox, inside the caller's transaction. A complaint stops every channel at once (苦情対応中) and is told
 * to the supervisors by the socket when the transaction is through; an instalment request also becomes a question to decide. What the
 * record that this one corrects had raised of the same kind, and nobody answered, is withdrawn.
 *
 * @returns its id
 * @throws DomainError hand-over/reason, hand-over/body, hand-over/wishes
 */
export async function raiseHandOver(tx: TransactionSql, raised: HandOverRaised): Promise<string> {
  const { kind, reason, personId, contactRecordId, subjectId, staffId, now } = raised;
  const { date: today } = tokyoTime(now);
  const body = raised.body.trim();
  check(raised, body, today);
  const ground = await selectRaiseGround(tx, { personId, subjectId, contactRecordId, today });
  if (ground.supersedesId) await withdrawRaised(tx, { contactRecordId: ground.supersedesId, kind, staffId, now });
  const dueAt = await deadlineOf(tx, { kind, reason }, ground, now);
  // Without a person the stop is the number's, by this row itself (core/reach/fact-queries.ts).
  const stopFlagId =
    kind === 'complaint' && personId !== null ? await insertStop(tx, { personId, kind, fromOn: today, now }) : null;
  const id = newId();
  const wishes = kind === 'instalment_request' ? raised.wishes : null;
  await insertHandOver(tx, { ...raised, id, body, wishes, stopFlagId, dueAt });
  await insertEvent(tx, { handOverId: id, at: now, act: 'raised', body, contactRecordId, staffId });
  if (kind === 'instalment_request' && !ground.training)
    await requestApproval(tx, {
      kind: 'instalment',
      refId: id,
      subjectId,
      title: `${ground.subjectShortName ?? '全科目'}: 分納の希望(${wishes?.length ?? 0}回)`,
      detail: { reason, times: wishes?.length ?? 0 },
      requestedBy: staffId,
      now,
      dueAt,
    });
  return id;
}

function check({ kind, reason, wishes }: HandOverRaised, body: string, today: string): void {
  if (!REASONS_OF[kind].includes(reason))
    throw new DomainError('hand-over/reason', 422, `${kindName(kind)}の理由を選び直してください。`);
  if (kind === 'instalment_request') {
    const problem = wishesProblem(wishes ?? [], today);
    if (problem) throw new DomainError('hand-over/wishes', 422, problem);
  } else if (body === '') {
    // An instalment request says it by its dates.
    throw new DomainError('hand-over/body', 422, '市に伝える内容を書いてください。');
  }
}
