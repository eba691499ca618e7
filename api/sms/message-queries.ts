import type { Queryable } from '../../core/platform/postgres.ts';
import type { SmsKind } from '../../core/rules/sms/merge-fields.ts';

/** Longer than any carrier is waited for; renewed while the send is in hand. Database clock. */
export const SEND_LEASE_SEC = 60;

export interface WaitingMessage {
  id: string;
  batchId: string | null;
  personId: number;
  targetId: number | null;
  subjectId: string;
  phoneId: number | null;
  merge: Record<string, string>;
  createdAt: Date;
  createdBy: string | null;
  /** Of whoever sent it by hand. */
  sender: { privileged: boolean; subjectScope: string[] | null; centreScope: string[] | null } | null;
  template: { id: string; kind: SmsKind; body: string; state: string };
}

/**
 * One message after the other: the city's counters are then exact. Plans are made once, as the dialler's: the statement that reads a
 * person's facts takes longer to plan than to run.
 */
export async function lockSending(db: Queryable): Promise<void> {
  await db`select pg_advisory_xact_lock(hashtext('toritsugi/sms/send')), set_config('plan_cache_mode', 'force_generic_plan', true)`;
}

/**
 * The person's targets, which the dialler locks too while it decides: a call and a message never both count themselves as the last one
 * allowed. @returns false when a call is being decided at this moment
 */
export async function lockPerson(db: Queryable, personId: number): Promise<boolean> {
  const [row] = await db<{ all: number; mine: number }[]>`
    with mine as materialized (select id from campaign_target where person_id = ${personId} for update skip locked)
    select (select count(*) from campaign_target where person_id = ${personId}) as all, (select count(*) from mine) as mine`;
  return row !== undefined && row.all === row.mine;
}

/** The next whose time has come: by hand first, then batch after batch. Held until the transaction ends; taken by nobody else. */
export async function lockNextMessage(db: Queryable, now: Date): Promise<WaitingMessage | undefined> {
  const [row] = await db<WaitingMessage[]>`
    select m.id, m.batch_id as "batchId", m.person_id as "personId", m.target_id as "targetId", m.subject_id as "subjectId",
      m.phone_id as "phoneId", m.merge, m.created_at as "createdAt", m.created_by as "createdBy",
      case when m.batch_id is null and a.id is not null then jsonb_build_object('privileged', a.privileged, 'subjectScope', a.subject_scope,
        'centreScope', a.centre_scope) end as sender,
      jsonb_build_object('id', t.id, 'kind', t.kind, 'body', t.body, 'state', t.state) as template
    from sms_message m join sms_template t on t.id = m.template_id left join sms_batch b on b.id = m.batch_id
      left join staff_account a on a.id = m.created_by and a.disabled_at is null
    where m.state = 'waiting' and (m.next_at is null or m.next_at <= ${now}) and (b.id is null or b.state = 'sending')
    order by (b.id is null) desc, b.started_at, m.created_at, m.id limit 1
    for update of m skip locked`;
  return row;
}

/** The promise was kept, moved or taken back since the reminder was raised: its date is nobody's any more. */
export async function isReminderOver(db: Queryable, promiseId: string | undefined): Promise<boolean> {
  if (promiseId === undefined) return false;
  const rows = await db`
    select 1 from promise_reminder r join promise p on p.id = r.promise_id where r.promise_id = ${promiseId} and r.state = 'waiting' and p.state = 'open'`;
  return rows.length === 0;
}

export interface Chosen {
  templateId: string;
  phoneId: number;
  digits: string;
  body: string;
  parts: number;
  transport: string;
  now: Date;
}

/** Committed before anything is sent: whoever finds it later knows that it may have left. */
export async function markSending(db: Queryable, id: string, chosen: Chosen): Promise<void> {
  await db`
    update sms_message set state = 'sending', template_id = ${chosen.templateId}, phone_id = ${chosen.phoneId}, digits = ${chosen.digits},
      body = ${chosen.body}, parts = ${chosen.parts}, transport = ${chosen.transport}, sent_at = ${chosen.now}, next_at = null,
      why_waiting = null, lease_until = now() + make_interval(secs => ${SEND_LEASE_SEC})
    where id = ${id} and state = 'waiting'`;
}

export async function refuseMessage(db: Queryable, id: string, code: string, now: Date): Promise<void> {
  await db`update sms_message set state = 'refused', refusal = ${code}, done_at = ${now}, next_at = null where id = ${id}`;
}

export async function postponeMessage(db: Queryable, id: string, again: Date, why: string): Promise<void> {
  await db`update sms_message set next_at = ${again}, why_waiting = ${why} where id = ${id}`;
}

/** What speaks against all of a subject (null: of the city) is said to all of them at once, not found out one by one. */
export async function postponeSubject(
  db: Queryable,
  subjectId: string | null,
  now: Date,
  again: Date,
  why: string,
): Promise<void> {
  await db`
    update sms_message set next_at = ${again}, why_waiting = ${why}
    where state = 'waiting' and (${subjectId}::text is null or subject_id = ${subjectId}) and (next_at is null or next_at <= ${now})`;
}

/** An approved text in the person's own language, where the city has one of the same kind. */
export async function selectTemplateInLanguage(
  db: Queryable,
  of: { kind: SmsKind; subjectId: string; language: string },
): Promise<{ id: string; body: string } | undefined> {
  const [row] = await db<{ id: string; body: string }[]>`
    select id, body from sms_template
    where kind = ${of.kind} and state = 'approved' and language = ${of.language} and (subject_id is null or subject_id = ${of.subjectId})
    order by subject_id nulls last, approved_at desc limit 1`;
  return row;
}

export async function renewSending(db: Queryable, ids: readonly string[]): Promise<void> {
  await db`update sms_message set lease_until = now() + make_interval(secs => ${SEND_LEASE_SEC})
    where id = any(${[...ids]}::uuid[]) and state = 'sending'`;
}

export interface StrandedMessage {
  id: string;
  digits: string;
}

/** Their sender is gone: between the commit and the answer it was killed. */
export async function selectStranded(db: Queryable, transport: string, limit: number): Promise<StrandedMessage[]> {
  return db<StrandedMessage[]>`
    select id, digits from sms_message where state = 'sending' and lease_until < now() and transport = ${transport} order by sent_at limit ${limit}`;
}

/** The same of transports that are configured no more: nobody can be asked. @returns how many */
export async function giveUpForeign(db: Queryable, transport: string): Promise<number> {
  const rows = await db`
    update sms_message set state = 'uncertain', error = '送信中に停止しました。', lease_until = null
    where state = 'sending' and lease_until < now() and transport <> ${transport} returning id`;
  return rows.length;
}
