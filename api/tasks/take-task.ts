import { DomainError } from '../../core/platform/errors.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { mayTake, TAKEN_FOR_MIN } from '../../core/rules/inbound/desk-task.ts';
import type { Caller } from '../http/caller.ts';
import { ownLines } from '../promises/lines.ts';
import { giveTask, lockNext, lockTask, selectTask, type TaskRow, type TaskScope } from './queries.ts';

export const taskNotFound = () =>
  new DomainError('task/not-found', 404, 'この用件はありません。一覧を開き直してください。');

export async function taskScope(sql: Sql, caller: Caller): Promise<TaskScope> {
  return { lines: await ownLines(sql, caller), privileged: caller.privileged };
}

/** @throws DomainError task/not-found, and `task/taken` 409 while somebody else is at it */
export async function takeTask(sql: Sql, caller: Caller, id: string, now: Date): Promise<TaskRow> {
  const scope = await taskScope(sql, caller);
  if (!(await selectTask(sql, scope, id))) throw taskNotFound();
  await sql.begin(async (tx) => {
    const task = await lockTask(tx, id);
    if (!task || task.state === 'done')
      throw new DomainError('task/done', 409, 'この用件は済んでいます。一覧を開き直してください。');
    if (!mayTake(task, caller.staffId, now))
      throw new DomainError('task/taken', 409, 'ほかの従事者が対応中です。別の用件を選んでください。');
    await giveTask(tx, id, caller.staffId, now);
  });
  return again(sql, scope, id);
}

/** @returns null when nothing waits */
export async function takeNext(sql: Sql, caller: Caller, now: Date): Promise<TaskRow | null> {
  const scope = await taskScope(sql, caller);
  const id = await sql.begin(async (tx) => {
    const next = await lockNext(tx, scope, caller.staffId, {
      now,
      leftBefore: new Date(now.getTime() - TAKEN_FOR_MIN * 60_000),
    });
    if (next !== undefined) await giveTask(tx, next, caller.staffId, now);
    return next;
  });
  return id === undefined ? null : again(sql, scope, id);
}

async function again(sql: Sql, scope: TaskScope, id: string): Promise<TaskRow> {
  const row = await selectTask(sql, scope, id);
  if (!row) throw taskNotFound();
  return row;
}

/** @throws DomainError task/not-found, and `task/not-yours` 409 unless the caller took it */
export async function assertMine(sql: Sql, caller: Caller, id: string): Promise<TaskRow> {
  const row = await selectTask(sql, await taskScope(sql, caller), id);
  if (!row) throw taskNotFound();
  if (row.state !== 'taken' || row.ownerId !== caller.staffId)
    throw new DomainError('task/not-yours', 409, '先にこの用件を引き受けてください。');
  return row;
}
