import type { Queryable, Sql } from '../../core/platform/postgres.ts';
import type { FileKind } from '../../core/rules/formats/layout.ts';
import type { RejectedRow, SourceFile, StageCounts } from './import-job.ts';

export async function selectLayout(db: Queryable, name: string): Promise<unknown> {
  const [row] = await db<{ body: unknown }[]>`select body from layout where name = ${name}`;
  return row?.body ?? null;
}

export async function selectLayoutNames(db: Queryable): Promise<string[]> {
  const rows = await db<{ name: string }[]>`select name from layout order by name`;
  return rows.map(({ name }) => name);
}

export async function upsertLayout(db: Queryable, name: string, body: unknown): Promise<void> {
  await db`
    insert into layout (name, body) values (${name}, ${db.json(body as never)})
    on conflict (name) do update set body = excluded.body, updated_at = now()`;
}

export interface NewRun {
  id: string;
  layout: string;
  source: string;
  startedBy: string | null;
  uploadPath: string | null;
  dataDate: string | null;
}

export async function insertRun(db: Queryable, run: NewRun): Promise<void> {
  await db`
    insert into import_run (id, layout, source, state, started_by, upload_path, data_date)
    values (${run.id}, ${run.layout}, ${run.source}, 'waiting', ${run.startedBy}, ${run.uploadPath}, ${run.dataDate})`;
}

/** Takes a run for this process. Null when another one has it. */
export async function claimRun(db: Queryable, id: string, leaseSec: number): Promise<boolean> {
  const rows = await db`
    update import_run set state = 'running', started_at = coalesce(started_at, now()), attempts = attempts + 1,
      lease_until = now() + make_interval(secs => ${leaseSec}), error = null, rows_done = 0
    where id = ${id} and (state = 'waiting' or (state = 'running' and lease_until < now()))
    returning id`;
  return rows.length > 0;
}

/** The oldest run that waits, or whose worker died. Runs started by the command have no upload and are not taken over. */
export async function selectClaimableRun(
  db: Queryable,
): Promise<{ id: string; layout: string; uploadPath: string; attempts: number; dataDate: string | null } | null> {
  const [row] = await db<
    { id: string; layout: string; uploadPath: string; attempts: number; dataDate: string | null }[]
  >`
    select id, layout, upload_path as "uploadPath", attempts, data_date as "dataDate" from import_run
    where upload_path is not null and (state = 'waiting' or (state = 'running' and lease_until < now()))
    order by created_at limit 1`;
  return row ?? null;
}

/** False when the run is no longer ours to go on with: cancelled, or taken over after the lease ran out. */
export async function renewRun(
  db: Queryable,
  id: string,
  progress: { rowsDone: number; rowsTotal: number; stage: string; leaseSec: number },
): Promise<boolean> {
  const rows = await db`
    update import_run set rows_done = ${progress.rowsDone}, rows_total = ${progress.rowsTotal}, stage = ${progress.stage},
      lease_until = now() + make_interval(secs => ${progress.leaseSec})
    where id = ${id} and state = 'running' returning id`;
  return rows.length > 0;
}

export async function finishRun(
  db: Queryable,
  id: string,
  end: { state: 'done' | 'failed' | 'refused'; error: string | null; report: unknown },
): Promise<void> {
  await db`
    update import_run set state = ${end.state}, error = ${end.error}, finished_at = now(), lease_until = null,
      report = ${end.report === null ? null : db.json(end.report as never)}
    where id = ${id} and state = 'running'`;
}

/** Back to the queue, after a failure that another try may mend, or because the process stops. */
export async function returnRun(
  db: Queryable,
  id: string,
  error: string,
  { countAttempt }: { countAttempt: boolean },
): Promise<void> {
  await db`
    update import_run set state = 'waiting', lease_until = null, error = ${error},
      attempts = attempts - ${countAttempt ? 0 : 1}
    where id = ${id} and state = 'running'`;
}

/** Runs of the command have no upload to go on from: once their process is dead they have failed. */
export async function failAbandonedRuns(db: Queryable): Promise<void> {
  await db`
    update import_run set state = 'failed', finished_at = now(), error = '取込の途中で処理が止まりました。もう一度取り込んでください。'
    where upload_path is null and state = 'running' and lease_until < now()`;
}

/** Waits for another try, or is being carried out. */
export async function isUnfinished(db: Queryable, id: string): Promise<boolean> {
  const rows = await db`select 1 from import_run where id = ${id} and state in ('waiting', 'running')`;
  return rows.length > 0;
}

export async function cancelRun(db: Queryable, id: string): Promise<boolean> {
  const rows = await db`
    update import_run set state = 'cancelled', finished_at = now(), lease_until = null
    where id = ${id} and state in ('waiting', 'running') returning id`;
  return rows.length > 0;
}

/** A row for the file; a run that starts again gets the same row and forgets what the broken attempt had rejected. */
export async function openFile(
  db: Queryable,
  runId: string,
  file: SourceFile,
  facts: { sha256: string; dataDate: string | null },
): Promise<{ id: number; completed: boolean }> {
  const [row] = await db<{ id: number; completed: boolean }[]>`
    insert into import_file (run_id, kind, name, sha256, data_date)
    values (${runId}, ${file.kind}, ${file.name}, ${facts.sha256}, ${facts.dataDate})
    on conflict (run_id, kind, name) do update set sha256 = excluded.sha256, data_date = excluded.data_date
    returning id, completed_at is not null as completed`;
  if (!row) throw new Error('import_file gave no row back.');
  if (!row.completed) await db`delete from import_row_error where file_id = ${row.id}`;
  return row;
}

export async function completeFile(db: Queryable, id: number, counts: StageCounts): Promise<void> {
  await db`
    update import_file set rows = ${counts.rows}, accepted = ${counts.accepted}, rejected = ${counts.rejected},
      changed = ${counts.changed}, unchanged = ${counts.unchanged}, figures = ${db.json(counts.figures)},
      completed_at = now()
    where id = ${id}`;
}

export async function insertRowErrors(sql: Sql, fileId: number, rows: readonly RejectedRow[]): Promise<void> {
  const values = rows.map(({ lineNo, reason, field, raw }) => ({
    file_id: fileId,
    line_no: lineNo,
    reason,
    field,
    raw,
  }));
  await sql`insert into import_row_error ${sql(values, 'file_id', 'line_no', 'reason', 'field', 'raw')}`;
}

/** Newest day for which a file of each kind was taken in completely. */
export async function selectNewestDates(db: Queryable, exceptRun: string): Promise<Map<FileKind, string>> {
  const rows = await db<{ kind: FileKind; newest: string }[]>`
    select kind, max(data_date) as newest from import_file
    where completed_at is not null and data_date is not null and run_id <> ${exceptRun} group by kind`;
  return new Map(rows.map(({ kind, newest }) => [kind, newest]));
}

/** The day that a file with exactly these bytes stood for when it was taken in before. */
export async function selectKnownDate(db: Queryable, kind: FileKind, sha256: string): Promise<string | null> {
  const [row] = await db<{ known: string | null }[]>`
    select max(data_date) as known from import_file
    where kind = ${kind} and sha256 = ${sha256} and completed_at is not null`;
  return row?.known ?? null;
}

export async function selectPersonIds(db: Queryable): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  const query = db<{ addressee_no: string; id: number }[]>`select addressee_no, id from person`;
  await query.cursor(5_000, (rows) => {
    for (const { addressee_no, id } of rows) ids.set(addressee_no, id);
  });
  return ids;
}
