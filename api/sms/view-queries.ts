import type { SmsBatchRow, SmsMessageRow } from '../../core/contracts/http/sms.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { Scope } from '../../core/rules/permissions.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';
import { SMS_STATES, type SmsState } from '../../core/rules/sms/sms-state.ts';
import { scopeOf } from '../timeline/scope-sql.ts';
import { inSmsScope } from './template-queries.ts';

export type StoredBatch = Pick<
  SmsBatchRow,
  'id' | 'name' | 'source' | 'subjectId' | 'templateName' | 'listName' | 'state' | 'parts'
> & {
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  nextAt: Date | null;
  why: string | null;
} & Record<SmsState, number>;

const stateCounts = (db: Queryable) =>
  SMS_STATES.map((state) => db`count(m.id) filter (where m.state = ${state}) as ${db(state)}`).reduce(
    (all, one) => db`${all}, ${one}`,
  );

export function selectBatches(db: Queryable, scope: Scope, now: Date): Promise<StoredBatch[]> {
  return db<StoredBatch[]>`
    select b.id, b.name, b.source, b.subject_id as "subjectId", t.name as "templateName", l.name as "listName", b.state,
      b.created_at as "createdAt", b.started_at as "startedAt", b.finished_at as "finishedAt", c.*
    from sms_batch b join sms_template t on t.id = b.template_id left join call_list l on l.id = b.call_list_id
      cross join lateral (select ${stateCounts(db)},
        coalesce(sum(m.parts) filter (where m.sent_at is not null), 0) as parts,
        case when bool_or(m.state = 'waiting' and (m.next_at is null or m.next_at <= ${now})) then null
          else min(m.next_at) filter (where m.state = 'waiting') end as "nextAt",
        mode() within group (order by m.why_waiting) filter (where m.state = 'waiting' and m.next_at > ${now}) as why
        from sms_message m where m.batch_id = b.id) c
    where ${inSmsScope(db, db`b.subject_id`, scope)}
    order by b.state in ('done', 'cancelled'), b.created_at desc limit 100`;
}

export type StoredSms = Pick<SmsMessageRow, 'id' | 'personId' | 'name' | 'numberTail' | 'state' | 'parts'> & {
  shielded: boolean;
  refusal: string | null;
  why: string | null;
  error: string | null;
  createdAt: Date;
  sentAt: Date | null;
  doneAt: Date | null;
};

export interface WhichMessages {
  batchId?: string | undefined;
  state?: SmsState | undefined;
  byHand: boolean;
}

/** Newest first, what a person has to settle before all else. */
export function selectMessages(db: Queryable, which: WhichMessages, scope: Scope): Promise<StoredSms[]> {
  const { batchId = null, state = null, byHand } = which;
  return db<StoredSms[]>`
    select m.id, m.person_id as "personId", p.name_official as name, p.shielded, right(m.digits, 4) as "numberTail", m.state, m.refusal,
      m.why_waiting as why, m.error, m.parts, m.created_at as "createdAt", m.sent_at as "sentAt",
      coalesce(m.done_at, m.accepted_at) as "doneAt"
    from sms_message m join person p on p.id = m.person_id
    where (${batchId}::uuid is null or m.batch_id = ${batchId}::uuid) and (${state}::text is null or m.state = ${state})
      and (not ${byHand} or m.batch_id is null) and ${inSmsScope(db, db`m.subject_id`, scope)}
    order by (m.state = 'uncertain') desc, coalesce(m.sent_at, m.created_at) desc, m.id limit 200`;
}

export interface PersonSmsRow {
  id: string;
  at: Date;
  /** Whose work sent it. */
  source: SharingScope;
  subjectName: string;
  templateName: string;
  state: SmsState;
  refusal: string | null;
  why: string | null;
  error: string | null;
  numberTail: string | null;
  body: string | null;
  staffName: string | null;
  byHand: boolean;
}

/** Every message to a person with what became of it, newest first: the caller filters by sharing. */
export function selectSmsOfPerson(db: Queryable, personId: number, limit = 50): Promise<PersonSmsRow[]> {
  return db<PersonSmsRow[]>`
    select m.id, coalesce(m.sent_at, m.created_at) as at, ${scopeOf(db)} as source, s.short_name as "subjectName",
      t.name as "templateName", m.state, m.refusal, m.why_waiting as why, m.error, right(m.digits, 4) as "numberTail", m.body,
      case when m.batch_id is null then a.display_name end as "staffName", m.batch_id is null as "byHand"
    from sms_message m join subject s on s.id = m.subject_id join sms_template t on t.id = m.template_id
      left join staff_account a on a.id = m.created_by
    where m.person_id = ${personId} order by 2 desc, m.id limit ${limit}`;
}

export interface StatusRow {
  sentToday: number;
  partsToday: number;
  sentThisYear: number;
  partsThisYear: number;
  waiting: number;
  uncertain: number;
  transport: { transport: string; kind: string; ready: boolean } | null;
}

/** The worker says in its sign of life which way it has; one that was not heard for a while has none. */
export async function selectSmsStatus(db: Queryable, since: { day: Date; year: Date }): Promise<StatusRow | undefined> {
  const [row] = await db<StatusRow[]>`
    select count(*) filter (where sent_at >= ${since.day}) as "sentToday",
      coalesce(sum(parts) filter (where sent_at >= ${since.day}), 0) as "partsToday",
      count(*) as "sentThisYear", coalesce(sum(parts), 0) as "partsThisYear",
      (select count(*) from sms_message w where w.state in ('waiting', 'sending')) as waiting,
      (select count(*) from sms_message u where u.state = 'uncertain') as uncertain,
      (select h.detail->'sms' from process_heartbeat h where h.process = 'worker' and h.at > now() - interval '10 seconds') as transport
    from sms_message where sent_at >= ${since.year}`;
  return row;
}

/** @returns the person and subject, when it was uncertain and in the caller's scope */
export async function resolveUncertain(
  db: Queryable,
  id: string,
  as: 'sent' | 'not_sent',
  who: Scope & { staffId: string },
  now: Date,
): Promise<{ personId: number; subjectId: string } | undefined> {
  const [row] = await db<{ personId: number; subjectId: string }[]>`
    update sms_message m set state = ${as === 'sent' ? 'accepted' : 'failed'}, resolved_by = ${who.staffId},
      accepted_at = case when ${as === 'sent'} then ${now}::timestamptz end, done_at = case when ${as === 'sent'} then null else ${now}::timestamptz end,
      sent_at = case when ${as === 'sent'} then m.sent_at end
    where m.id = ${id} and m.state = 'uncertain' and ${inSmsScope(db, db`m.subject_id`, who)}
    returning m.person_id as "personId", m.subject_id as "subjectId"`;
  return row;
}
