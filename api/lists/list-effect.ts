import { DomainError } from '../../core/platform/errors.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { Approval, ApprovalEffect, Decision } from '../approvals/approval.ts';
import {
  type CallListRecord,
  changeCallList,
  countGrown,
  markLeft,
  sealList,
  selectCallList,
} from './call-list-queries.ts';
import { populationOf } from './call-lists.ts';
import { prepareForLists } from './count-queries.ts';
import { ListSubjects } from './viewer.ts';

/**
 * The city's yes to a list freezes it. Who has paid since it was asked for leaves it in this moment; if anybody new meets the condition,
 * the officer would approve another list than the one that was read, so nothing is decided.
 */
export const callListEffect: ApprovalEffect = {
  kind: 'call_list',
  async approved(tx, approval, { now, officer }) {
    await prepareForLists(tx, '60s');
    const subjects = await ListSubjects.read(tx);
    const list = await waitingList(tx, approval);
    assertOfficerMay(subjects, list, officer);
    const { date: today } = tokyoTime(now);
    const population = populationOf(subjects, list, today);
    const grown = await countGrown(tx, list.id, list.condition, population);
    if (grown > 0) {
      const message = `依頼のあとに、条件に当たる方が${list.privileged ? '' : `${grown.toLocaleString('ja-JP')}人`}増えました。差し戻して、改めて依頼を受けてください。`;
      throw new DomainError('list/grown', 409, message, list.privileged ? {} : { grown });
    }
    await markLeft(tx, list.id, list.condition, population, now);
    await sealList(tx, list.id);
    const sealed = await selectCallList(tx, list.id);
    if (!sealed || sealed.persons === 0)
      throw new DomainError('list/nobody', 409, '依頼のあとに、架電できる方がいなくなりました。差し戻してください。');
    await changeCallList(tx, list.id, { state: 'approved', approvedAt: now });
  },
  async returned(tx, approval) {
    const list = await waitingList(tx, approval);
    await changeCallList(tx, list.id, { state: 'returned' });
  },
};

async function waitingList(tx: TransactionSql, { refId }: Approval): Promise<CallListRecord> {
  const list = await selectCallList(tx, refId, true);
  if (list?.state !== 'requested')
    throw new DomainError('list/not-waiting', 409, 'このリストはもう承認待ちではありません。');
  return list;
}

/** A question about several subjects stands in every officer's inbox; the decision is of those who answer for each of them. */
function assertOfficerMay(subjects: ListSubjects, list: CallListRecord, officer: Decision['officer']): void {
  const may = subjects.visibleTo(officer, list.subjectIds) && (officer.privileged || !list.privileged);
  if (!may)
    throw new DomainError(
      'list/not-yours-to-decide',
      403,
      'このリストの科目や対象者を扱う権限がないため、決裁できません。',
    );
}
