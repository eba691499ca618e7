import type { Fragment, Queryable } from '../../core/platform/postgres.ts';
import type { SaidOutcome, TaskKind, TaskOutcome } from '../../core/rules/inbound/desk-task.ts';

export interface TaskRow {
  id: string;
  kind: TaskKind;
  callId: string | null;
  subject: { id: string; shortName: string; colour: string } | null;
  personId: number | null;
  personName: string | null;
  number: string | null;
  language: string | null;
  createdAt: Date;
  dueAt: Date;
  notBefore: Date | null;
  state: 'open' | 'taken' | 'done';
  ownerId: string | null;
  ownerName: string | null;
  takenAt: Date | null;
  tries: number;
  lastResult: string | null;
  lastCallOpen: boolean;
  recordingId: string | null;
  /** Where in the recording the message begins. */
  messageAtSec: number | null;
  /** What the telephone wrote, oldest first; null of what is no SMS. */
  written: string | null;
  outcome: TaskOutcome | null;
}

export interface TaskScope {
  lines: readonly string[];
  privileged: boolean;
}

const columns = (db: Queryable): Fragment => db`
  t.id, t.kind, t.call_id as "callId", case when s.id is null then null else
    jsonb_build_object('id', s.id, 'shortName', s.short_name, 'colour', s.colour) end as subject,
  t.person_id as "personId", p.name_official as "personName", t.number, t.language, t.created_at as "createdAt", t.due_at as "dueAt",
  t.not_before as "notBefore",
  t.state, t.owner_agent_id as "ownerId", o.display_name as "ownerName", t.taken_at as "takenAt", t.tries,
  b.line_result as "lastResult", b.id is not null and b.ended_at is null as "lastCallOpen",
  (select g.id from recording g where g.call_id = t.call_id and g.state = 'registered') as "recordingId",
  (select round(((e.detail->>'realMs')::numeric - k.answered_real_ms) / 1000, 1)::float8 from call_event e join call k on k.id = e.call_id
    where e.call_id = t.call_id and e.kind = 'voicemail' order by e.id desc limit 1) as "messageAtSec",
  (select string_agg(w.body, E'\n' order by w.id) from sms_reply w where w.task_id = t.id) as written, t.outcome`;

const tables = (db: Queryable): Fragment => db`
  desk_task t left join subject s on s.id = t.subject_id left join person p on p.id = t.person_id
    left join staff_account o on o.id = t.owner_agent_id left join call b on b.id = t.last_call_id`;

/** Of the lines; a number that leads to a shielded person is named staff's alone, known caller or not. */
export const visibleTasks = (db: Queryable, { lines, privileged }: TaskScope): Fragment => db`
  (t.subject_id is null or t.subject_id = any(${[...lines]}::text[])) and (${privileged} or (not coalesce(p.shielded, false)
    and not exists (select 1 from phone_number n join person h on h.id = n.person_id where n.digits = t.number and n.gone_at is null
      and h.shielded)))`;

/** Kept places first and in the order of the queue, then by when they are due. */
const inTurn = (db: Queryable): Fragment =>
  db`case when t.kind = 'keep_my_place' then 0 else 1 end, case when t.kind = 'keep_my_place' then t.created_at else t.due_at end, t.id`;

export function selectTasks(db: Queryable, scope: TaskScope, limit: number): Promise<TaskRow[]> {
  return db<TaskRow[]>`
    select ${columns(db)} from ${tables(db)} where t.state <> 'done' and ${visibleTasks(db, scope)} order by ${inTurn(db)} limit ${limit}`;
}

/** What was done since then, newest first. */
export function selectDone(db: Queryable, scope: TaskScope, since: Date, limit: number): Promise<TaskRow[]> {
  return db<TaskRow[]>`
    select ${columns(db)} from ${tables(db)} where t.state = 'done' and t.done_at >= ${since} and ${visibleTasks(db, scope)}
    order by t.done_at desc limit ${limit}`;
}

export async function selectTask(db: Queryable, scope: TaskScope, id: string): Promise<TaskRow | undefined> {
  const [row] = await db<
    TaskRow[]
  >`select ${columns(db)} from ${tables(db)} where t.id = ${id} and ${visibleTasks(db, scope)}`;
  return row;
}

/**
 * The next one nobody has, or that somebody took before `leftBefore` and left lying; past whom somebody else is just taking. Locked. Who
 * speaks a language gets its callers first.
 */
export async function lockNext(
  db: Queryable,
  scope: TaskScope,
  staffId: string,
  { now, leftBefore }: { now: Date; leftBefore: Date },
): Promise<string | undefined> {
  const [row] = await db<{ id: string }[]>`
    select t.id from desk_task t left join person p on p.id = t.person_id
    where (t.state = 'open' or (t.state = 'taken' and t.owner_agent_id <> ${staffId} and t.taken_at <= ${leftBefore}))
      -- Asked for a certain time: nobody is given it before.
      and (t.not_before is null or t.not_before <= ${now}) and ${visibleTasks(db, scope)}
    order by case when t.language = any((select a.languages from staff_account a where a.id = ${staffId})::text[]) then 0 else 1 end,
      ${inTurn(db)} limit 1 for update of t skip locked`;
  return row?.id;
}

export async function lockTask(
  db: Queryable,
  id: string,
): Promise<{ state: string; ownerId: string | null; takenAt: Date | null } | undefined> {
  const [row] = await db<{ state: string; ownerId: string | null; takenAt: Date | null }[]>`
    select state, owner_agent_id as "ownerId", taken_at as "takenAt" from desk_task where id = ${id} for update`;
  return row;
}

export async function giveTask(db: Queryable, id: string, staffId: string | null, now: Date): Promise<void> {
  await db`
    update desk_task set state = ${staffId === null ? 'open' : 'taken'}, owner_agent_id = ${staffId},
      taken_at = ${staffId === null ? null : now}
    where id = ${id} and state <> 'done'`;
}

export async function noteTry(db: Queryable, id: string, callId: string | null, now: Date): Promise<void> {
  await db`update desk_task set tries = tries + 1, last_call_id = coalesce(${callId}, last_call_id), taken_at = ${now} where id = ${id}`;
}

/** Where the person of a task would be called on the task's line, or on any that the caller takes. */
export async function selectTaskTarget(
  db: Queryable,
  task: { personId: number; subjectId: string | null },
  { lines, privileged }: TaskScope,
): Promise<{ targetId: number; subjectId: string } | undefined> {
  const [row] = await db<{ targetId: number; subjectId: string }[]>`
    select ct.id as "targetId", c.subject_id as "subjectId" from campaign_target ct join campaign c on c.id = ct.campaign_id and c.state = 'running'
    where ct.person_id = ${task.personId} and c.subject_id = any(${[...lines]}::text[]) and (not c.privileged or ${privileged})
    order by c.subject_id = ${task.subjectId ?? ''} desc, c.priority, ct.id limit 1`;
  return row;
}

/** @returns false when it was done before */
export async function finishTask(
  db: Queryable,
  id: string,
  done: { staffId: string; outcome: SaidOutcome; at: Date },
): Promise<boolean> {
  const rows = await db`
    update desk_task set state = 'done', done_by = ${done.staffId}, done_at = ${done.at}, outcome = ${done.outcome}
    where id = ${id} and state <> 'done' returning id`;
  return rows.length === 1;
}
