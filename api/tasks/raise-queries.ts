import type { Queryable } from '../../core/platform/postgres.ts';
import type { EndedInbound, TaskKind } from '../../core/rules/inbound/desk-task.ts';
import type { OpenTask } from '../../core/rules/inbound/merge-tasks.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';

export interface EndedCallRow extends EndedInbound {
  id: string;
  at: Date;
  subjectId: string | null;
  line: SharingScope | null;
  callerId: string | null;
  personId: number | null;
  language: string | null;
  training: boolean;
}

/** An inbound call that is over, as telephony wrote it down. */
export async function selectEndedCall(db: Queryable, callId: string): Promise<EndedCallRow | undefined> {
  const [row] = await db<EndedCallRow[]>`
    select k.id, k.created_at as at, k.subject_id as "subjectId", k.caller_id as "callerId", k.person_id as "personId", k.language,
      -- A conversation that our side cut off is one that is to be had yet.
      k.training, k.bridged_at is not null and not exists (select 1 from call_event e where e.call_id = k.id
        and e.kind = 'politely_ended' and e.detail->>'goodbye' = 'call-ended') as spoken,
      case when s.id is null then null else jsonb_build_object('subjectId', s.id, 'debtClass', s.debt_class,
        'sharingGroup', s.sharing_group) end as line,
      exists (select 1 from call_event e where e.call_id = k.id and e.kind = 'keep_place') as "keptPlace",
      coalesce((select (e.detail->>'why') in ('closed', 'holiday') from call_event e where e.call_id = k.id and e.kind = 'turned_away'
        order by e.id desc limit 1), false) as closed,
      -- The controller may have died while the citizen spoke: then the end of the call is the end of the message.
      (select coalesce((select (d.detail->>'seconds')::float8 from call_event d where d.call_id = k.id and d.kind = 'voicemail_ended'
          order by d.id desc limit 1), (k.ended_real_ms - (e.detail->>'realMs')::float8) / 1000)
        from call_event e where e.call_id = k.id and e.kind = 'voicemail' order by e.id desc limit 1) as "voicemailSec",
      coalesce((k.ended_real_ms - k.answered_real_ms) / 1000.0, 0)::float8 as "lastedSec"
    from call k left join subject s on s.id = k.subject_id where k.id = ${callId}`;
  return row;
}

/** Of the same number and line; whoever is at one of them goes on with it. */
export function selectOpenTasks(db: Queryable, number: string, subjectId: string | null): Promise<OpenTask[]> {
  return db<OpenTask[]>`
    select id, kind from desk_task where number = ${number} and subject_id is not distinct from ${subjectId} and state = 'open'
    order by created_at for update`;
}

export interface NewTask {
  id: string;
  kind: TaskKind;
  /** null of an SMS. */
  callId: string | null;
  subjectId: string | null;
  personId: number | null;
  number: string | null;
  language: string | null;
  dueAt: Date;
  createdAt: Date;
}

export async function insertTask(db: Queryable, task: NewTask): Promise<void> {
  await db`
    insert into desk_task (id, kind, call_id, subject_id, person_id, number, language, due_at, created_at)
    values (${task.id}, ${task.kind}, ${task.callId}, ${task.subjectId}, ${task.personId}, ${task.number}, ${task.language},
      ${task.dueAt}, ${task.createdAt})
    on conflict (call_id) do nothing`;
}

export interface AskedCallBack extends Pick<NewTask, 'id' | 'subjectId' | 'personId' | 'number' | 'dueAt'> {
  callId: string;
  at: Date;
  now: Date;
}

export async function insertAskedCallBack(db: Queryable, task: AskedCallBack): Promise<void> {
  await db`
    insert into desk_task (id, kind, call_id, subject_id, person_id, number, language, due_at, not_before, created_at)
    select ${task.id}, 'asked_call_back', k.id, ${task.subjectId}, ${task.personId}, ${task.number}, k.language, ${task.dueAt}, ${task.at},
      ${task.now} from call k where k.id = ${task.callId}
    on conflict (call_id) do update set due_at = excluded.due_at, not_before = excluded.not_before
      where desk_task.kind = 'asked_call_back' and desk_task.state = 'open'`;
}

/** The result was corrected, and nobody asked to be called back. */
export async function closeAskedCallBack(db: Queryable, callId: string, now: Date): Promise<void> {
  await db`
    update desk_task set state = 'done', done_at = ${now}, outcome = 'corrected'
    where call_id = ${callId} and kind = 'asked_call_back' and state = 'open'`;
}

/** Also while somebody is at it: what was written meanwhile is theirs to read. */
export async function selectLivingReplyTask(db: Queryable, number: string): Promise<string | undefined> {
  const [row] = await db<{ id: string }[]>`
    select id from desk_task where number = ${number} and kind = 'sms_reply' and state <> 'done' order by created_at limit 1 for update`;
  return row?.id;
}

export async function closeTasks(
  db: Queryable,
  ids: readonly string[],
  outcome: 'merged' | 'spoke_meanwhile',
  now: Date,
): Promise<void> {
  await db`update desk_task set state = 'done', done_at = ${now}, outcome = ${outcome} where id = any(${[...ids]}::uuid[]) and state <> 'done'`;
}

/** Whoever was spoken with after the task came up needs no call back; a message is heard all the same. @returns how many were closed */
export async function closeSpoken(db: Queryable, now: Date): Promise<number> {
  const rows = await db`
    update desk_task t set state = 'done', done_at = ${now}, outcome = 'spoke_meanwhile'
    where t.state = 'open' and t.kind in ('abandoned_inbound', 'keep_my_place') and t.number is not null and (
      exists (select 1 from call k where k.direction = 'inbound' and k.caller_id = t.number and k.created_at > t.created_at
        and k.bridged_at is not null and k.subject_id is not distinct from t.subject_id)
      or exists (select 1 from call k where k.direction = 'outbound' and k.dialled_number = t.number and k.created_at > t.created_at
        and k.bridged_at is not null and k.ended_at is not null and k.answered_by = 'person'
        and k.subject_id is not distinct from t.subject_id))
    returning t.id`;
  return rows.length;
}
