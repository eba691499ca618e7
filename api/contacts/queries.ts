import type { Queryable } from '../../core/platform/postgres.ts';
import type { ResultEntry } from '../../core/rules/result-entry/entry.ts';
import { phoneOfCall } from '../desk/phone-of-call.ts';

/** The call a result is about, as far as the result depends on it. */
export interface ResultCallRow {
  id: string;
  person_id: number | null;
  target_id: number | null;
  campaign_id: string | null;
  subject_id: string | null;
  direction: 'outbound' | 'inbound' | 'synthetic';
  answered: boolean;
  phone_id: number | null;
  training: boolean;
  /** Of the citizen's telephone, as far as the call knows it. */
  number: string | null;
  /** By the newest check of this very person in the call, whoever asked: after a transfer it is the call's, not the agent's. */
  identity_passed: boolean;
}

export async function selectResultCall(db: Queryable, callId: string): Promise<ResultCallRow | undefined> {
  const [row] = await db<ResultCallRow[]>`
    select k.id, k.person_id, k.target_id, k.campaign_id, k.subject_id, k.direction, k.answered_at is not null as answered,
      ${phoneOfCall(db)} as phone_id, k.training,
      case when k.direction = 'inbound' then k.caller_id else k.dialled_number end as number,
      coalesce((select i.passed from identity_check i where i.call_id = k.id and i.person_id = k.person_id order by i.at desc, i.id desc limit 1), false)
        as identity_passed
    from call k where k.id = ${callId}`;
  return row;
}

export interface NewRecord {
  id: string;
  personId: number;
  callId: string;
  campaignId: string | null;
  subjectId: string | null;
  staffId: string | null;
  at: Date;
  direction: 'outbound' | 'inbound';
  training: boolean;
  entry: ResultEntry;
  /** Of a correction: what it stands for. */
  correction: { supersedesId: string; by: string; at: Date; reason: string } | null;
}

/** @returns false when this call's result was saved, or this record corrected, before: the first one stays. */
export async function insertContactRecord(db: Queryable, record: NewRecord): Promise<boolean> {
  const { entry, correction } = record;
  const rows = await db`
    insert into contact_record (id, person_id, call_id, campaign_id, staff_id, subject_id, at, channel, direction, who_answered,
      line_result, talk_result, callback_at, note, inbound_class, cause_kind, claims_paid_on, claims_paid_where, speaker_name, training,
      supersedes_id, corrected_by, corrected_at, correction_reason)
    values (${record.id}, ${record.personId}, ${record.callId}, ${record.campaignId}, ${record.staffId}, ${record.subjectId},
      ${record.at}, 'call', ${record.direction}, ${entry.whoAnswered}, ${entry.lineResult}, ${entry.talkResult},
      ${entry.callbackAt}, ${entry.note}, ${entry.inboundClass ?? null}, ${entry.causeKind ?? null}, ${entry.claimsPaid?.on ?? null},
      ${entry.claimsPaid?.where ?? null}, ${entry.speakerName ?? null}, ${record.training}, ${correction?.supersedesId ?? null},
      ${correction?.by ?? null}, ${correction?.at ?? null}, ${correction?.reason ?? null})
    on conflict do nothing
    returning id`;
  return rows.length === 1;
}

/** @returns false when this call's result was saved before: the first one stays. */
export async function insertUnknownCaller(
  db: Queryable,
  record: { call: ResultCallRow; number: string | null; staffId: string; at: Date; entry: ResultEntry },
): Promise<boolean> {
  const { call, entry } = record;
  const rows = await db`
    insert into unknown_caller_record (call_id, staff_id, subject_id, number, at, direction, who_answered, line_result, talk_result,
      callback_at, inbound_class, cause_kind, claims_paid_on, claims_paid_where, speaker_name, note)
    values (${call.id}, ${record.staffId}, ${call.subject_id}, ${record.number}, ${record.at},
      ${call.direction === 'inbound' ? 'inbound' : 'outbound'}, ${entry.whoAnswered}, ${entry.lineResult}, ${entry.talkResult},
      ${entry.callbackAt}, ${entry.inboundClass ?? null}, ${entry.causeKind ?? null}, ${entry.claimsPaid?.on ?? null},
      ${entry.claimsPaid?.where ?? null}, ${entry.speakerName ?? null}, ${entry.note})
    on conflict do nothing
    returning call_id`;
  return rows.length === 1;
}

/** A call of this agent whose result is saved already. */
export async function selectSavedBy(db: Queryable, callId: string, staffId: string): Promise<boolean> {
  const rows = await db`
    select 1 from contact_record where call_id = ${callId} and staff_id = ${staffId}
    union all select 1 from unknown_caller_record where call_id = ${callId} and staff_id = ${staffId} limit 1`;
  return rows.length === 1;
}

/** A word on the number was noted in this call. */
export async function selectNumberNoted(db: Queryable, callId: string): Promise<boolean> {
  const rows = await db`select 1 from phone_status where call_id = ${callId} limit 1`;
  return rows.length === 1;
}
