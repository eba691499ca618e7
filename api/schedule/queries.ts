import type { Queryable } from '../../core/platform/postgres.ts';

export interface TaskRow {
  /** The due time that was taken last, not the time it really ran. */
  lastRunAt: Date;
  lastOkAt: Date | null;
  lastError: string | null;
}

/** A task seen for the first time owes nothing for the past. */
export async function enrolTask(db: Queryable, name: string, now: Date): Promise<void> {
  await db`
    insert into scheduled_task (name, last_run_at, last_ok_at) values (${name}, ${now}, ${now})
    on conflict (name) do nothing`;
}

export async function readTask(db: Queryable, name: string): Promise<TaskRow | undefined> {
  const [row] = await db<TaskRow[]>`
    select last_run_at as "lastRunAt", last_ok_at as "lastOkAt", last_error as "lastError"
    from scheduled_task where name = ${name}`;
  return row;
}

/** Held on this connection until it is given back: whoever gets the lock knows that nobody is running the task. */
export async function lockTask(db: Queryable, name: string): Promise<boolean> {
  const [row] = await db<{ ours: boolean }[]>`
    select pg_try_advisory_lock(hashtext('toritsugi schedule'), hashtext(${name})) as ours`;
  return row?.ours === true;
}

export async function unlockTask(db: Queryable, name: string): Promise<void> {
  await db`select pg_advisory_unlock(hashtext('toritsugi schedule'), hashtext(${name}))`;
}

export async function beginTask(db: Queryable, name: string, due: Date): Promise<void> {
  await db`update scheduled_task set last_run_at = ${due}, last_error = null where name = ${name}`;
}

export async function finishTask(db: Queryable, name: string, error: string | null): Promise<void> {
  await db`
    update scheduled_task set last_error = ${error},
      last_ok_at = case when ${error}::text is null then now() else last_ok_at end
    where name = ${name}`;
}
