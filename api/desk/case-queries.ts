import type { CampaignMode, DebtClass, LineResult, PhoneType, WhoAnswered } from '../../core/contracts/calls.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';

export interface CaseRow {
  target_id: number;
  campaign_id: string;
  campaign_name: string;
  mode: CampaignMode;
  ring_timeout_sec: number;
  subject_id: string;
  subject_name: string;
  short_name: string;
  colour: string;
  caller_id: string;
  debt_class: DebtClass;
  sharing_group: string;
  centre_id: string | null;
  centre_name: string | null;
  script_id: string | null;
  /** Who answers the citizen for this subject; null = the city's own section. */
  section_name: string | null;
  section_phone: string | null;
  person_id: number;
  addressee_no: string;
  kind: 'individual' | 'corporate';
  name_official: string;
  name_kana: string;
  birth_date: string | null;
  language: string | null;
  deceased_on: string | null;
  shielded: boolean;
  household_id: number | null;
  relationship: string | null;
  postal_code: string | null;
  address_line1: string | null;
  address_line2: string | null;
  attempts: number;
}

export async function selectCase(db: Queryable, targetId: number): Promise<CaseRow | undefined> {
  const [row] = await db<CaseRow[]>`
    select t.id as target_id, c.id as campaign_id, c.name as campaign_name, c.mode, c.ring_timeout_sec, s.id as subject_id,
      s.name as subject_name, s.short_name, s.colour, s.caller_id, s.debt_class, s.sharing_group, s.centre_id,
      z.name as centre_name,
      c.script_id, s.section_name, s.section_phone, p.id as person_id, p.addressee_no, p.kind, p.name_official, p.name_kana,
      p.birth_date, p.language, p.deceased_on, p.shielded, p.household_id, p.relationship, p.postal_code, p.address_line1,
      p.address_line2, coalesce(g.attempts, 0) as attempts
    from campaign_target t
    join campaign c on c.id = t.campaign_id
    join subject s on s.id = c.subject_id
    join person p on p.id = t.person_id
    left join centre z on z.id = s.centre_id
    left join target_progress g on g.target_id = t.id
    where t.id = ${targetId}`;
  return row;
}

export interface MemberRow {
  id: number;
  name_official: string;
  name_kana: string;
  birth_date: string | null;
  relationship: string | null;
  shielded: boolean;
}

export function selectHousehold(db: Queryable, householdId: number, exceptPersonId: number): Promise<MemberRow[]> {
  return db<MemberRow[]>`
    select id, name_official, name_kana, birth_date, relationship, shielded from person
    where household_id = ${householdId} and id <> ${exceptPersonId} and deceased_on is null
    order by birth_date nulls last, id limit 20`;
}

export interface PhoneRow {
  id: number;
  position: number;
  raw: string;
  digits: string | null;
  type: PhoneType;
  usable: boolean;
  unusable_reason: string | null;
  gone: boolean;
  source: SharingScope | null;
  source_name: string | null;
  shared_with: number;
  shared_with_shielded: boolean;
}

export function selectPhones(db: Queryable, personId: number): Promise<PhoneRow[]> {
  return db<PhoneRow[]>`
    select n.id, n.position, n.raw, n.digits, n.type, n.usable, n.unusable_reason, n.gone_at is not null as gone,
      case when s.id is null then null else jsonb_build_object('subjectId', s.id, 'debtClass', s.debt_class,
        'sharingGroup', s.sharing_group) end as source, s.short_name as source_name,
      (select count(distinct o.person_id) from phone_number o where o.digits = n.digits and o.person_id <> n.person_id
        and o.gone_at is null) as shared_with,
      exists (select 1 from phone_number o join person p on p.id = o.person_id where o.digits = n.digits
        and o.person_id <> n.person_id and o.gone_at is null and p.shielded) as shared_with_shielded
    from phone_number n left join subject s on s.id = n.source_subject_id
    where n.person_id = ${personId} and n.gone_at is null
    order by n.position limit 20`;
}

export interface NumberCallRow {
  digits: string;
  at: Date;
  line_result: LineResult | null;
  confirmed: boolean;
  who_answered: WhoAnswered | null;
  source: SharingScope | null;
}

/** What is known of these numbers from earlier calls, newest first. */
export function selectNumberCalls(
  db: Queryable,
  digits: readonly string[],
  personId: number,
): Promise<NumberCallRow[]> {
  return db<NumberCallRow[]>`
    select k.dialled_number as digits, k.created_at as at, coalesce(r.line_result, k.line_result) as line_result,
      r.id is not null as confirmed, case when k.person_id = ${personId} then r.who_answered end as who_answered,
      jsonb_build_object('subjectId', s.id, 'debtClass', s.debt_class, 'sharingGroup', s.sharing_group) as source
    from call k join subject s on s.id = k.subject_id
    left join contact_record r on r.call_id = k.id and not exists (select 1 from contact_record n where n.supersedes_id = r.id)
    where k.dialled_number = any(${[...digits]}::text[]) and k.ended_at is not null and k.direction = 'outbound'
    order by k.created_at desc limit 200`;
}

export interface StopRow {
  kind: string;
  source: string;
  /** Asked for in a conversation; the city has not said yes or no. */
  unconfirmed: boolean;
}

export function selectStops(db: Queryable, personId: number, today: string): Promise<StopRow[]> {
  return db<StopRow[]>`
    select f.kind, f.source, exists (select 1 from hand_over h where h.stop_flag_id = f.id and h.kind = 'do_not_call'
      and h.state in ('waiting', 'in_work')) as unconfirmed from stop_flag f
    where person_id = ${personId} and from_on <= ${today}::date and (to_on is null or to_on >= ${today}::date)
    order by f.kind, f.id limit 50`;
}
