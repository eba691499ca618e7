import type { Queryable } from '../../core/platform/postgres.ts';
import type { HandOverReason, InstalmentWish } from '../../core/rules/hand-over.ts';
import type { CauseKind } from '../../core/rules/inbound/propose-cause.ts';
import type { PhoneWordStatus } from '../../core/rules/phone-word.ts';
import type { EntryPromise, PaidWhere } from '../../core/rules/result-entry/entry.ts';
import type { InboundClass, LineResult, TalkResult, WhoAnswered } from '../../core/rules/vocabulary.ts';

export interface RecordRow {
  id: string;
  person_id: number;
  name: string;
  shielded: boolean;
  call_id: string | null;
  campaign_id: string | null;
  subject_id: string | null;
  staff_id: string | null;
  staff_name: string | null;
  at: Date;
  channel: string;
  direction: 'outbound' | 'inbound';
  training: boolean;
  who_answered: WhoAnswered;
  line_result: LineResult;
  talk_result: TalkResult | null;
  callback_at: Date | null;
  note: string;
  inbound_class: InboundClass | null;
  cause_kind: CauseKind | null;
  claims_paid_on: string | null;
  claims_paid_where: PaidWhere | null;
  speaker_name: string | null;
}

/** The newest of the versions that this one belongs to, by the id of any of them or of its call; locked inside a transaction that corrects it. */
export async function selectNewest(db: Queryable, id: string, lock: boolean): Promise<RecordRow | undefined> {
  const [row] = await db<RecordRow[]>`
    with recursive later as (
      select id, 0 as n from contact_record where id = ${id} or (call_id = ${id} and supersedes_id is null)
      union all select r.id, later.n + 1 from contact_record r join later on r.supersedes_id = later.id
    )
    select r.*, p.name_official as name, p.shielded, a.display_name as staff_name
    from contact_record r join person p on p.id = r.person_id left join staff_account a on a.id = r.staff_id
    where r.id = (select id from later order by n desc limit 1) ${lock ? db`for update of r` : db``}`;
  return row;
}

export interface VersionRow {
  id: string;
  written_at: Date;
  by_name: string | null;
  reason: string | null;
  who_answered: WhoAnswered | null;
  line_result: LineResult | null;
  talk_result: TalkResult | null;
  note: string;
}

/** Newest first. A correction counts from the product's clock, as does the conversation. */
export function selectVersions(db: Queryable, newestId: string): Promise<VersionRow[]> {
  return db<VersionRow[]>`
    with recursive older as (
      select id, supersedes_id, 0 as n from contact_record where id = ${newestId}
      union all select r.id, r.supersedes_id, older.n + 1 from contact_record r join older on r.id = older.supersedes_id
    )
    select r.id, coalesce(r.corrected_at, r.at) as written_at, a.display_name as by_name, r.correction_reason as reason,
      r.who_answered, r.line_result, r.talk_result, r.note
    from older join contact_record r on r.id = older.id left join staff_account a on a.id = coalesce(r.corrected_by, r.staff_id)
    order by older.n`;
}

export interface RaisedRow {
  promise: EntryPromise | null;
  reason: HandOverReason | null;
  wishes: InstalmentWish[] | null;
  phone_status: PhoneWordStatus | null;
}

/** What rests on a record in other tables, as it was entered. */
export async function selectRaised(db: Queryable, recordId: string, callId: string | null): Promise<RaisedRow> {
  const [row] = await db<RaisedRow[]>`
    select
      (select jsonb_build_object('on', p.promised_on, 'amount', p.amount, 'method', p.method, 'reissue', p.reissue, 'itemIds',
          (select coalesce(jsonb_agg(i.arrears_item_id), '[]') from promise_item i where i.promise_id = p.id))
        from promise p where p.contact_record_id = ${recordId} and p.state <> 'withdrawn' order by p.created_at desc limit 1) as promise,
      h.reason, h.wishes,
      (select s.status from phone_status s where s.call_id = ${callId} order by s.id desc limit 1) as phone_status
    from (select 1) one left join lateral (select reason, wishes from hand_over
      where contact_record_id = ${recordId} and kind <> 'do_not_call' and state <> 'withdrawn' order by raised_at desc limit 1) h on true`;
  return row ?? { promise: null, reason: null, wishes: null, phone_status: null };
}

/** Somebody is on the line, or being dialled for this agent. */
export async function selectOnTheLine(db: Queryable, agentId: string): Promise<boolean> {
  const rows = await db`
    select 1 from agent_state a join call k on k.id = a.call_id
    where a.agent_id = ${agentId} and a.state <> 'offline' and k.ended_at is null`;
  return rows.length === 1;
}
