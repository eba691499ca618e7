import { DomainError } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import type { Condition } from '../../core/rules/extraction.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { parseCondition } from './condition-schema.ts';
import type { Population } from './condition-sql.ts';
import { countMatched } from './count-queries.ts';
import { assertPrivilege, visibleEntrustment } from './entrust.ts';
import {
  deleteExtraction,
  type ExtractionRecord,
  insertExtraction,
  selectExtraction,
  storeCount,
  updateExtraction,
} from './extraction-queries.ts';
import { assertKeysUsable } from './usable-keys.ts';
import { ListSubjects, type ListViewer, listNotFound } from './viewer.ts';

/** Where a condition is counted: inside a 依頼, or (officers, before there is one) among everybody who owes on some subjects. */
export interface Ground {
  entrustmentId: string | null;
  subjectIds: readonly string[];
  privileged: boolean;
}

/**
 * The population a viewer may count in. Without a 依頼 only whoever may entrust; with one, its subjects and its kind count, whatever was
 * asked.
 *
 * @throws DomainError `list/not-found` 404, `list/needs-entrustment` 403, `list/subjects` 422, `list/privileged` 403
 */
export async function groundOf(
  sql: Sql,
  viewer: ListViewer & { mayEntrust: boolean },
  ground: Ground,
  today: string,
): Promise<Population> {
  const subjects = await ListSubjects.read(sql);
  if (ground.entrustmentId !== null) {
    const row = await visibleEntrustment(sql, subjects, viewer, ground.entrustmentId);
    const { privileged } = row;
    return { scope: subjects.scope(row.subjectIds), today, privileged, entrustmentId: row.id, callableOnly: false };
  }
  if (!viewer.mayEntrust)
    throw new DomainError('list/needs-entrustment', 403, '依頼を選んでください。依頼の外の方は抽出できません。');
  assertPrivilege(viewer, ground.privileged);
  if (!subjects.visibleTo(viewer, ground.subjectIds)) throw listNotFound('科目');
  const scope = subjects.scope(ground.subjectIds);
  return { scope, today, privileged: ground.privileged, entrustmentId: null, callableOnly: false };
}

export interface ExtractionRequest {
  entrustmentId: string;
  name: string;
  condition: unknown;
  shared: boolean;
}

async function checked(sql: Sql, viewer: ListViewer, entrustmentId: string, condition: unknown) {
  const subjects = await ListSubjects.read(sql);
  const row = await visibleEntrustment(sql, subjects, viewer, entrustmentId);
  const parsed: Condition = parseCondition(condition, subjects.scope(row.subjectIds).sources);
  await assertKeysUsable(sql, parsed, { entrustmentId, privileged: row.privileged });
  return { entrustment: row, condition: parsed };
}

export async function saveExtraction(
  sql: Sql,
  viewer: ListViewer,
  request: ExtractionRequest,
  now: Date,
): Promise<{ id: string }> {
  const { entrustment, condition } = await checked(sql, viewer, request.entrustmentId, request.condition);
  const id = newId();
  const { privileged } = entrustment;
  await insertExtraction(sql, {
    ...request,
    id,
    condition,
    privileged,
    ownerId: viewer.staffId,
    copiedFrom: null,
    now,
  });
  return { id };
}

/** The owner's own to change; what is shared is copied instead. @throws DomainError `list/not-yours` 403 */
export async function changeExtraction(
  sql: Sql,
  viewer: ListViewer,
  id: string,
  change: Omit<ExtractionRequest, 'entrustmentId'>,
  now: Date,
): Promise<void> {
  const row = await ownExtraction(sql, viewer, id);
  const { condition } = await checked(sql, viewer, row.entrustmentId ?? '', change.condition);
  await updateExtraction(sql, { ...change, id, condition, now });
}

export async function copyExtraction(
  sql: Sql,
  viewer: ListViewer,
  id: string,
  to: { name: string; entrustmentId: string | null },
  now: Date,
): Promise<{ id: string }> {
  const row = await visibleExtraction(sql, viewer, id);
  const entrustmentId = to.entrustmentId ?? row.entrustmentId ?? '';
  const { entrustment, condition } = await checked(sql, viewer, entrustmentId, row.condition);
  const copy = newId();
  const { privileged } = entrustment;
  const write = { id: copy, entrustmentId, name: to.name, condition, shared: false, privileged };
  await insertExtraction(sql, { ...write, ownerId: viewer.staffId, copiedFrom: id, now });
  return { id: copy };
}

export async function removeExtraction(sql: Sql, viewer: ListViewer, id: string, now: Date): Promise<void> {
  await ownExtraction(sql, viewer, id);
  await deleteExtraction(sql, id, now);
}

/** Counts a saved condition again and keeps the figures, so that the page of saved conditions opens at once. */
export async function recountExtraction(sql: Sql, viewer: ListViewer, id: string, now: Date) {
  const row = await visibleExtraction(sql, viewer, id);
  const { date: today } = tokyoTime(now);
  const ground = { entrustmentId: row.entrustmentId, subjectIds: [], privileged: row.privileged };
  const population = await groundOf(sql, { ...viewer, mayEntrust: false }, ground, today);
  const { persons, yen } = await countMatched(sql, row.condition, population, 0);
  await storeCount(sql, id, { persons, yen });
  return { persons, yen };
}

/** @throws DomainError `list/not-found` 404 */
export async function visibleExtraction(sql: Sql, viewer: ListViewer, id: string): Promise<ExtractionRecord> {
  const row = await selectExtraction(sql, id);
  if (!row || row.entrustmentId === null || !(row.ownerId === viewer.staffId || row.shared))
    throw listNotFound('抽出条件');
  await visibleEntrustment(sql, await ListSubjects.read(sql), viewer, row.entrustmentId);
  return row;
}

async function ownExtraction(sql: Sql, viewer: ListViewer, id: string): Promise<ExtractionRecord> {
  const row = await visibleExtraction(sql, viewer, id);
  if (row.ownerId !== viewer.staffId)
    throw new DomainError('list/not-yours', 403, 'ほかの方の抽出条件です。複製してからお使いください。');
  return row;
}
