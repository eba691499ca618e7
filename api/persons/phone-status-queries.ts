import type { Queryable } from '../../core/platform/postgres.ts';
import { type PhoneWordStatus, WORDS_OF_DIGITS } from '../../core/rules/phone-word.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';

export interface NewPhoneStatus {
  phoneId: number;
  personId: number;
  status: PhoneWordStatus;
  /** The call it was learned in: whose subject's fact it is. */
  callId: string | null;
  staffId: string | null;
  now: Date;
}

/** @returns false when the person never had this number */
export async function insertPhoneStatus(db: Queryable, word: NewPhoneStatus): Promise<boolean> {
  const rows = await db`
    insert into phone_status (phone_id, person_id, status, call_id, set_by, at)
    select n.id, n.person_id, ${word.status}, ${word.callId}, ${word.staffId}, ${word.now}
    from phone_number n where n.id = ${word.phoneId} and n.person_id = ${word.personId}
    returning id`;
  return rows.length === 1;
}

export interface PhoneWordRow {
  phone_id: number;
  at: Date;
  status: PhoneWordStatus;
  by_name: string | null;
  /** Noted for this person, not for somebody else who has the same digits. */
  own: boolean;
  source: SharingScope | null;
}

/** What was noted about the numbers of a person, newest first: for them, and for others what is true of the digits. */
export function selectPhoneWords(db: Queryable, personId: number): Promise<PhoneWordRow[]> {
  return db<PhoneWordRow[]>`
    select w.phone_id, w.at, w.status, a.display_name as by_name, w.own,
      case when s.id is null then null else jsonb_build_object('subjectId', s.id, 'debtClass', s.debt_class,
        'sharingGroup', s.sharing_group) end as source
    from (
      select w.id, n.id as phone_id, w.at, w.status, w.set_by, w.person_id = n.person_id as own, c.subject_id
      from phone_number n
      -- As a union: with an "or" every number of the city would be read.
      join lateral (select n.id union select d.id from phone_number d where d.digits = n.digits) o on true
      join phone_status w on w.phone_id = o.id left join call c on c.id = w.call_id
      where n.person_id = ${personId} and n.gone_at is null
        and (w.person_id = n.person_id or w.status = any(${WORDS_OF_DIGITS as PhoneWordStatus[]}))
      union all
      -- As the gate has it (core/reach/fact-queries.ts): somebody nobody knows wants no call on it.
      select 0, n.id, h.raised_at, 'refused', h.raised_by, false, h.subject_id
      from phone_number n join unknown_caller_record u on u.number = n.digits
        join hand_over h on h.call_id = u.call_id and h.person_id is null
      where n.person_id = ${personId} and n.gone_at is null and h.kind in ('complaint', 'do_not_call') and h.resumed_at is null
        and h.state <> 'withdrawn') w
    left join subject s on s.id = w.subject_id left join staff_account a on a.id = w.set_by
    order by w.at desc, w.id desc limit 100`;
}
