import { DomainError } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import type { Queryable, Sql, TransactionSql } from '../../core/platform/postgres.ts';
import { conditionSentence } from '../../core/rules/extraction-sentence.ts';
import { tokyoInstant, tokyoTime } from '../../core/rules/tokyo-time.ts';
import { requestApproval } from '../approvals/request-approval.ts';
import { withdrawApproval } from '../approvals/withdraw-approval.ts';
import {
  type CallListRecord,
  changeCallList,
  insertCallList,
  markLeft,
  selectCallList,
  selectSubjectFigures,
  takeSnapshot,
} from './call-list-queries.ts';
import { parseCondition } from './condition-schema.ts';
import type { Population } from './condition-sql.ts';
import { prepareForLists } from './count-queries.ts';
import { visibleEntrustment } from './entrust.ts';
import { selectEntrustment } from './entrustment-queries.ts';
import { conditionNames } from './names.ts';
import { assertKeysUsable } from './usable-keys.ts';
import { ListSubjects, type ListViewer, listNotFound } from './viewer.ts';

/** A list over a hundred thousand persons is written in seconds; a request of the page waits eight at most. */
const LIMIT = '60s';
/** Days the officer has, when the list itself has no earlier due date. */
const ANSWER_DAYS = 3;
const CLOSING_MINUTES = 17 * 60;

export const listState = (title: string) => new DomainError('list/state', 409, title);

export interface CallListRequest {
  entrustmentId: string;
  extractionId: string | null;
  name: string;
  condition: unknown;
  dueOn: string | null;
}

/** Who may be called today, of this list's own population. Stopped persons are left out: nobody approves what nobody may call. */
export function populationOf(
  subjects: ListSubjects,
  list: Pick<CallListRecord, 'subjectIds' | 'privileged' | 'entrustmentId'>,
  today: string,
): Population {
  const { privileged, entrustmentId } = list;
  return { scope: subjects.scope(list.subjectIds), today, privileged, entrustmentId, callableOnly: true };
}

/**
 * A draft with its persons as they are now.
 * @throws DomainError `list/not-found` 404, `list/closed` 409, `list/condition` 422, `list/nobody` 409, `list/due-on` 422
 */
export async function draftList(
  sql: Sql,
  viewer: ListViewer,
  request: CallListRequest,
  now: Date,
): Promise<{ id: string; persons: number; yen: number }> {
  const subjects = await ListSubjects.read(sql);
  const of = await visibleEntrustment(sql, subjects, viewer, request.entrustmentId);
  if (of.state !== 'open') throw new DomainError('list/closed', 409, 'この依頼は終了しています。');
  const { date: today } = tokyoTime(now);
  const dueOn = request.dueOn ?? of.dueOn;
  if (dueOn !== null && dueOn < today) throw new DomainError('list/due-on', 422, '期限は今日以降の日にしてください。');
  const condition = parseCondition(request.condition, subjects.scope(of.subjectIds).sources);
  const id = newId();
  return sql.begin(async (transaction) => {
    const tx = transaction as TransactionSql;
    await prepareForLists(tx, LIMIT);
    await assertKeysUsable(tx, condition, { entrustmentId: of.id, privileged: of.privileged });
    const { subjectIds, privileged } = of;
    const list = { ...request, id, condition, subjectIds, privileged, dueOn, createdBy: viewer.staffId, now };
    await insertCallList(tx, list);
    await takeSnapshot(tx, id, condition, populationOf(subjects, list, today));
    const row = await selectCallList(tx, id);
    if (!row || row.persons === 0)
      throw new DomainError('list/nobody', 409, '架電できる方がいません。条件を見直してください。');
    return { id, persons: row.persons, yen: row.yen };
  });
}

/** Asks the city. The persons are taken anew: the officer decides about today's list, not about that of the draft. */
export async function requestList(sql: Sql, viewer: ListViewer, id: string, now: Date): Promise<void> {
  const subjects = await ListSubjects.read(sql);
  const { date: today } = tokyoTime(now);
  await sql.begin(async (transaction) => {
    const tx = transaction as TransactionSql;
    await prepareForLists(tx, LIMIT);
    const draft = await lockVisibleList(tx, subjects, viewer, id);
    if (draft.state !== 'draft' && draft.state !== 'returned')
      throw listState('承認を依頼できるのは、作成中か差し戻されたリストだけです。');
    await takeSnapshot(tx, id, draft.condition, populationOf(subjects, draft, today));
    const list = await selectCallList(tx, id);
    if (!list || list.persons === 0)
      throw new DomainError('list/nobody', 409, '架電できる方がいません。条件を見直してください。');
    const approvalId = await ask(tx, subjects, list, viewer.staffId, now);
    await changeCallList(tx, id, { state: 'requested', requestedAt: now, approvalId });
  });
}

async function ask(
  tx: TransactionSql,
  subjects: ListSubjects,
  list: CallListRecord,
  staffId: string,
  now: Date,
): Promise<string> {
  const sentence = conditionSentence(list.condition, await conditionNames(tx, subjects));
  const latest = tokyoInstant(tokyoTime(now).date, CLOSING_MINUTES + ANSWER_DAYS * 1_440);
  const due = list.dueOn === null ? latest : tokyoInstant(list.dueOn, CLOSING_MINUTES);
  const [only = null] = list.subjectIds;
  const figures = (await selectSubjectFigures(tx, list.id)).map((row) => ({ ...row, name: subjects.nameOf(row.id) }));
  const { name: entrustment } = (await selectEntrustment(tx, list.entrustmentId)) ?? { name: '' };
  const { persons, yen, dueOn, goalPercent } = list;
  // Every officer reads the inbox. How many shielded persons there are is for those alone who may work with them: on the page of lists.
  const shown = list.privileged ? { persons: 0, yen: 0, subjects: [] } : { persons, yen, subjects: figures };
  return requestApproval(tx, {
    kind: 'call_list',
    refId: list.id,
    subjectId: list.subjectIds.length === 1 ? only : null,
    title: list.privileged ? '支援措置の方の架電リスト(人数は抽出画面に表示)' : `架電リスト「${list.name}」`,
    detail: { ...shown, entrustment, sentence, dueOn, goalPercent, hash: list.hash ?? '' },
    requestedBy: staffId,
    now,
    dueAt: new Date(Math.min(due.getTime(), latest.getTime())),
  });
}

/** Takes a list back; one that is being called is ended by its campaigns. */
export async function withdrawList(sql: Sql, viewer: ListViewer, id: string, now: Date): Promise<void> {
  const subjects = await ListSubjects.read(sql);
  await sql.begin(async (tx) => {
    const list = await lockVisibleList(tx, subjects, viewer, id);
    if (list.state === 'queued') throw listState('架電を始めたリストは、架電業務の画面で終了してください。');
    if (list.state === 'withdrawn') return;
    await withdrawApproval(tx, { kind: 'call_list', refId: id, now });
    await changeCallList(tx, id, { state: 'withdrawn' });
  });
}

/**
 * A later run: whoever no longer belongs is marked, nobody joins.
 * @returns how many persons left now
 */
export async function shrinkList(sql: Sql, viewer: ListViewer, id: string, now: Date): Promise<{ left: number }> {
  const subjects = await ListSubjects.read(sql);
  const { date: today } = tokyoTime(now);
  return sql.begin(async (transaction) => {
    const tx = transaction as TransactionSql;
    await prepareForLists(tx, LIMIT);
    const list = await lockVisibleList(tx, subjects, viewer, id);
    if (list.state !== 'approved' && list.state !== 'queued')
      throw listState('見直せるのは、承認済みか架電中のリストだけです。');
    const left = await markLeft(tx, id, list.condition, populationOf(subjects, list, today), now);
    await changeCallList(tx, id, { shrunkAt: now });
    return { left };
  });
}

/** @throws DomainError `list/not-found` 404 */
export async function lockVisibleList(
  tx: TransactionSql,
  subjects: ListSubjects,
  viewer: ListViewer,
  id: string,
): Promise<CallListRecord> {
  return visible(await selectCallList(tx, id, true), subjects, viewer);
}

/** @throws DomainError `list/not-found` 404 */
export async function visibleList(db: Queryable, viewer: ListViewer, id: string): Promise<CallListRecord> {
  return visible(await selectCallList(db, id), await ListSubjects.read(db), viewer);
}

function visible(row: CallListRecord | undefined, subjects: ListSubjects, viewer: ListViewer): CallListRecord {
  if (!row || !subjects.visibleTo(viewer, row.subjectIds) || (row.privileged && !viewer.privileged))
    throw listNotFound('架電リスト');
  return row;
}
