import type { Queryable } from '../../core/platform/postgres.ts';

export type BatchSource = 'list' | 'after_attempts' | 'reminder';
export type BatchState = 'draft' | 'requested' | 'approved' | 'sending' | 'paused' | 'done' | 'cancelled';

export interface BatchRecord {
  id: string;
  name: string;
  templateId: string;
  subjectId: string;
  callListId: string | null;
  source: BatchSource;
  state: BatchState;
  createdBy: string | null;
}

const columns = (db: Queryable) => db`b.id, b.name, b.template_id as "templateId", b.subject_id as "subjectId",
  b.call_list_id as "callListId", b.source, b.state, b.created_by as "createdBy"`;

export async function insertBatch(db: Queryable, batch: BatchRecord & { now: Date }): Promise<void> {
  await db`
    insert into sms_batch (id, name, template_id, subject_id, call_list_id, source, state, created_by, created_at)
    values (${batch.id}, ${batch.name}, ${batch.templateId}, ${batch.subjectId}, ${batch.callListId}, ${batch.source}, ${batch.state},
      ${batch.createdBy}, ${batch.now})`;
}

export async function lockBatch(db: Queryable, id: string): Promise<BatchRecord | undefined> {
  const [row] = await db<BatchRecord[]>`select ${columns(db)} from sms_batch b where b.id = ${id} for update`;
  return row;
}

export async function setBatchState(db: Queryable, id: string, state: BatchState, now: Date): Promise<void> {
  const over = state === 'done' || state === 'cancelled';
  await db`
    update sms_batch set state = ${state}, started_at = case when ${state === 'sending'} then coalesce(started_at, ${now}) else started_at end,
      finished_at = case when ${over} then ${now}::timestamptz else finished_at end
    where id = ${id}`;
}

/** The persons of the approved list who have not left it, once each. @returns how many */
export async function fillFromList(db: Queryable, batch: BatchRecord, now: Date): Promise<number> {
  const rows = await db`
    insert into sms_message (id, batch_id, person_id, subject_id, template_id, state, created_by, created_at)
    select gen_random_uuid(), ${batch.id}, l.person_id, ${batch.subjectId}, ${batch.templateId}, 'waiting', ${batch.createdBy}, ${now}
    from call_list_person l
    where l.list_id = ${batch.callListId} and l.subject_id = ${batch.subjectId} and l.left_at is null
    returning 1`;
  return rows.length;
}

/** Only what has not been touched: a message on its way is on its way. */
export async function cancelWaiting(db: Queryable, batchId: string, now: Date): Promise<number> {
  const rows = await db`
    update sms_message set state = 'refused', refusal = 'cancelled', done_at = ${now}
    where batch_id = ${batchId} and state = 'waiting' returning id`;
  return rows.length;
}

/** Lists that have nobody left; what collects as it comes (after failed attempts, reminders) never ends by itself. */
export async function finishBatches(db: Queryable, now: Date): Promise<void> {
  await db`
    update sms_batch b set state = 'done', finished_at = ${now}
    where b.source = 'list' and b.state = 'sending'
      and not exists (select 1 from sms_message m where m.batch_id = b.id and m.state in ('waiting', 'sending'))`;
}

/** One stands for a subject and a source at a time: a person must not be told twice. */
export async function selectStanding(
  db: Queryable,
  subjectId: string,
  source: BatchSource,
): Promise<{ id: string } | undefined> {
  const [row] = await db<{ id: string }[]>`
    select id from sms_batch where subject_id = ${subjectId} and source = ${source} and state in ('requested', 'approved', 'sending', 'paused') limit 1`;
  return row;
}

/**
 * Whom the redial rule wants told by SMS since their last call, of subjects where the city approved that: one message each.
 * A target that was called again since comes again.
 */
export async function collectAfterAttempts(db: Queryable, now: Date, limit: number): Promise<number> {
  const rows = await db`
    insert into sms_message (id, batch_id, person_id, target_id, subject_id, template_id, state, created_by, created_at)
    select gen_random_uuid(), b.id, ct.person_id, ct.id, c.subject_id, b.template_id, 'waiting', b.created_by, ${now}
    from sms_batch b join campaign c on c.subject_id = b.subject_id and c.state = 'running' and not c.privileged and not c.training
      join target_progress tp on tp.campaign_id = c.id and tp.state = 'waiting' and tp.turn = 9 and tp.next_channel = 'sms'
      join campaign_target ct on ct.id = tp.target_id
    where b.source = 'after_attempts' and b.state = 'sending' and (tp.next_at is null or tp.next_at <= ${now})
      and not exists (select 1 from sms_message m where m.target_id = ct.id and m.batch_id is not null
        and m.refusal is distinct from 'cancelled' and (m.state = 'waiting' or m.created_at >= coalesce((select max(k.created_at) from call k where k.target_id = ct.id), '-infinity')))
    limit ${limit} returning 1`;
  return rows.length;
}

export interface ReminderBatch {
  id: string;
  templateId: string;
  createdBy: string | null;
}

export async function selectReminderBatch(db: Queryable, subjectId: string): Promise<ReminderBatch | undefined> {
  const [row] = await db<ReminderBatch[]>`
    select id, template_id as "templateId", created_by as "createdBy" from sms_batch
    where subject_id = ${subjectId} and source = 'reminder' and state = 'sending' limit 1`;
  return row;
}

export interface ReminderInHand {
  messageId: string;
  state: string;
  refusal: string | null;
}

export async function selectReminderMessage(db: Queryable, promiseId: string): Promise<ReminderInHand | undefined> {
  const [row] = await db<ReminderInHand[]>`
    select id as "messageId", state, refusal from sms_message where merge->>'promise' = ${promiseId} order by created_at desc limit 1`;
  return row;
}

/** An approved list as far as it is about the subject. */
export async function selectListForBatch(
  db: Queryable,
  listId: string,
  subjectId: string,
): Promise<{ id: string; name: string; hash: string | null; persons: number; privileged: boolean } | undefined> {
  const [row] = await db<{ id: string; name: string; hash: string | null; persons: number; privileged: boolean }[]>`
    select l.id, l.name, l.hash, l.privileged, (select count(*) from call_list_person p where p.list_id = l.id and p.subject_id = ${subjectId}
      and p.left_at is null) as persons
    from call_list l where l.id = ${listId} and l.state in ('approved', 'queued')`;
  return row;
}
