import { DomainError } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import type { Sql, TransactionSql } from '../../core/platform/postgres.ts';
import { type Condition, EVERYBODY } from '../../core/rules/extraction.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { parseCondition } from './condition-schema.ts';
import { prepareForLists } from './count-queries.ts';
import {
  type EntrustmentRecord,
  freezePopulation,
  insertEntrustment,
  selectEntrustment,
} from './entrustment-queries.ts';
import { assertKeysUsable } from './usable-keys.ts';
import { ListSubjects, type ListViewer, listNotFound } from './viewer.ts';

export interface EntrustRequest {
  name: string;
  subjectIds: string[];
  condition: unknown;
  sourceFile: string | null;
  dueOn: string | null;
  goalPercent: number;
  privileged: boolean;
  now: Date;
}

/**
 * 依頼: the officer's act that says whom the centre may work on at all.
 *
 * @throws DomainError `list/subjects`, `list/condition` 422, `list/privileged` 403, `list/nobody` 409, `list/not-found` 404
 */
export async function entrust(
  sql: Sql,
  officer: ListViewer,
  request: EntrustRequest,
): Promise<{ id: string; persons: number; yen: number }> {
  assertPrivilege(officer, request.privileged);
  const subjects = await ListSubjects.read(sql);
  if (!subjects.visibleTo(officer, request.subjectIds)) throw listNotFound('科目');
  const scope = subjects.scope(request.subjectIds);
  const condition: Condition = parseCondition(request.condition ?? EVERYBODY, scope.sources);
  const { date: today } = tokyoTime(request.now);
  if (request.dueOn !== null && request.dueOn < today)
    throw new DomainError('list/due-on', 422, '期限は今日以降の日にしてください。');
  const id = newId();
  return sql.begin(async (transaction) => {
    const tx = transaction as TransactionSql;
    await prepareForLists(tx, '60s');
    await assertKeysUsable(tx, condition, { entrustmentId: null, privileged: request.privileged });
    await insertEntrustment(tx, {
      ...request,
      id,
      condition,
      subjectIds: scope.subjectIds,
      requestedBy: officer.staffId,
    });
    const population = { scope, today, privileged: request.privileged, entrustmentId: null, callableOnly: false };
    const frozen = await freezePopulation(tx, id, condition, population);
    if (frozen.persons === 0)
      throw new DomainError('list/nobody', 409, 'この条件に当たる方がいません。条件を見直してください。');
    return { id, ...frozen };
  });
}

export function assertPrivilege(viewer: ListViewer, privileged: boolean): void {
  if (privileged && !viewer.privileged)
    throw new DomainError('list/privileged', 403, '支援措置の方の一覧を扱う権限がありません。');
}

/** @throws DomainError `list/not-found` 404, the same for what is not there and what this viewer may not see */
export async function visibleEntrustment(
  sql: Sql | TransactionSql,
  subjects: ListSubjects,
  viewer: ListViewer,
  id: string,
): Promise<EntrustmentRecord> {
  const row = await selectEntrustment(sql, id);
  const visible = row && subjects.visibleTo(viewer, row.subjectIds) && (viewer.privileged || !row.privileged);
  if (!visible) throw listNotFound('依頼');
  return row;
}
