import type { Queryable } from '../../core/platform/postgres.ts';
import type { SentContact } from '../../core/rules/inbound/propose-cause.ts';

/**
 * What we sent to the number, newest of each kind. Letters and visits reach a person and no telephone: those of whoever has the number.
 * Until the product sends letters and plans visits, they are what was written down as a contact record.
 */
export function selectSent(db: Queryable, digits: string, from: Date, to: Date): Promise<SentContact[]> {
  return db<SentContact[]>`
    (select 'call' as kind, k.id::text as id, k.dialled_at as at, k.subject_id as "subjectId" from call k
      where k.dialled_number = ${digits} and k.direction = 'outbound' and k.dialled_at >= ${from} and k.dialled_at < ${to}
        and not k.excluded_from_count and not k.training order by k.dialled_at desc limit 1)
    union all
    (select 'sms', m.id::text, m.sent_at, m.subject_id from sms_message m
      where m.digits = ${digits} and m.sent_at >= ${from} and m.sent_at < ${to} and m.state in ('accepted','delivered')
      order by m.sent_at desc limit 1)
    union all
    (select r.channel, r.id::text, r.at, r.subject_id from contact_record r
      where r.person_id in (select n.person_id from phone_number n where n.digits = ${digits} and n.gone_at is null)
        and r.channel in ('letter','visit') and r.direction = 'outbound' and r.at >= ${from} and r.at < ${to}
        and not exists (select 1 from contact_record s where s.supersedes_id = r.id)
      order by r.at desc limit 1)`;
}

export interface UncausedCall {
  id: string;
  callerId: string | null;
  at: Date;
}

/** Inbound calls that are over and were not looked at yet. */
export function selectUncaused(db: Queryable, limit: number): Promise<UncausedCall[]> {
  return db<UncausedCall[]>`
    select k.id, k.caller_id as "callerId", k.created_at as at from call k
    where k.direction = 'inbound' and k.ended_at is not null and not k.training and not exists (select 1 from inbound_cause c where c.call_id = k.id)
    order by k.ended_at limit ${limit}`;
}

/** @returns false when the call was looked at before */
export async function insertCause(
  db: Queryable,
  callId: string,
  cause: SentContact | null,
  proposedAt: Date,
): Promise<boolean> {
  const rows = await db`
    insert into inbound_cause (call_id, cause_kind, cause_id, cause_at, subject_id, proposed_at)
    values (${callId}, ${cause?.kind ?? null}, ${cause?.id ?? null}, ${cause?.at ?? null}, ${cause?.subjectId ?? null}, ${proposedAt})
    on conflict (call_id) do nothing returning call_id`;
  return rows.length === 1;
}
