import type { Fragment, Queryable } from '../../core/platform/postgres.ts';
import type { EvidenceKind } from '../../core/rules/inbound/rank-candidates.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';
import type { InboundClass } from '../../core/rules/vocabulary.ts';

export interface InboundCallRow {
  id: string;
  callerId: string | null;
  createdAt: Date;
  connected: boolean;
  ended: boolean;
  agentId: string | null;
  personId: number | null;
  language: string | null;
  line:
    | (SharingScope & { name: string; shortName: string; colour: string; callerId: string; centreId: string | null })
    | null;
  /** Of this agent, and still in the agent's hand: up to the saved result. */
  mine: boolean;
  /** By the newest check in this call of the person chosen now, whoever made it; one of somebody else proves nothing. */
  identityPassed: boolean;
  speaker: string | null;
}

/** Also a call of ours that answers one: it has no case of a campaign either. */
export async function selectInboundCall(
  db: Queryable,
  callId: string,
  staffId: string,
): Promise<InboundCallRow | undefined> {
  const [row] = await db<InboundCallRow[]>`
    select k.id, case when k.direction = 'inbound' then k.caller_id else k.dialled_number end as "callerId",
      k.created_at as "createdAt", k.bridged_at is not null as connected, k.ended_at is not null as ended, k.agent_id as "agentId",
      k.person_id as "personId", k.language,
      case when s.id is null then null else jsonb_build_object('subjectId', s.id, 'debtClass', s.debt_class,
        'sharingGroup', s.sharing_group, 'name', s.name, 'shortName', s.short_name, 'colour', s.colour, 'callerId', s.caller_id,
        'centreId', s.centre_id) end as line,
      a.agent_id is not null as mine, coalesce(i.passed, false) as "identityPassed", i.speaker
    from call k left join subject s on s.id = k.subject_id
      left join agent_state a on a.agent_id = ${staffId} and a.call_id = k.id and k.agent_id = a.agent_id and a.state <> 'offline'
      left join lateral (select passed, speaker from identity_check where call_id = k.id and person_id = k.person_id
        order by at desc, id desc limit 1) i on true
    where k.id = ${callId} and k.target_id is null and (k.direction = 'inbound' or k.mode = 'manual')`;
  return row;
}

export interface WaitingRow {
  id: string;
  createdAt: Date;
  subject: { id: string; name: string; shortName: string; colour: string; callerId: string } | null;
  place: number;
  language: string | null;
}

/** Citizens in the queue of any line, longest first. Who is told that nobody comes, leaves a message or kept the place waits no more. */
export function selectWaiting(db: Queryable): Promise<WaitingRow[]> {
  return db<WaitingRow[]>`
    select k.id, k.created_at as "createdAt", k.language, case when s.id is null then null else jsonb_build_object(
        'id', s.id, 'name', s.name, 'shortName', s.short_name, 'colour', s.colour, 'callerId', s.caller_id) end as subject,
      row_number() over (partition by k.subject_id order by k.queued_real_ms, k.id)::int as place
    from call k left join subject s on s.id = k.subject_id
    where k.ended_at is null and k.direction = 'inbound' and k.agent_id is null and k.queued_real_ms is not null and not k.training
      and not exists (select 1 from call_event e where e.call_id = k.id and e.kind in ('waited_in_vain', 'keep_place'))
    order by k.queued_real_ms, k.id limit 200`;
}

export interface EvidenceRow {
  personId: number;
  kind: EvidenceKind;
  at: Date | null;
  /** What it came with; null = nobody knows, or no subject's. */
  source: SharingScope | null;
  /** Notes made by hand belong to no subject. */
  byHand: boolean;
}

/** Older contacts explain no call any more. */
const REMEMBERED_DAYS = 180;

/** Everything that ties somebody to the number. One statement: it is asked while a telephone rings. */
export function selectEvidence(db: Queryable, digits: string, exceptCallId: string, now: Date): Promise<EvidenceRow[]> {
  const since = db`${now}::timestamptz - make_interval(days => ${REMEMBERED_DAYS})`;
  return db<EvidenceRow[]>`
    with own as (
      select n.person_id, n.source_subject_id from phone_number n where n.digits = ${digits} and n.gone_at is null),
    found as (
      select o.person_id, 'has_number' as kind, null::timestamptz as at, o.source_subject_id as subject_id, false as by_hand from own o
      union all
      select k.person_id, 'we_called', max(k.created_at), k.subject_id, false from call k
        where k.dialled_number = ${digits} and k.direction = 'outbound' and k.person_id is not null and k.created_at >= ${since}
        group by k.person_id, k.subject_id
      union all
      select k.person_id, 'they_called', max(k.created_at), k.subject_id, false from call k
        where k.caller_id = ${digits} and k.direction = 'inbound' and k.person_id is not null and k.created_at >= ${since}
          and k.id <> ${exceptCallId} group by k.person_id, k.subject_id
      union all
      -- Nobody knew them then; somebody found out.
      select r.person_id, 'they_called', max(u.at), u.subject_id, false from unknown_caller_record u
        join contact_record r on r.id = u.contact_record_id where u.number = ${digits} and u.at >= ${since} group by r.person_id, u.subject_id
      union all
      select m.person_id, 'sms', max(m.sent_at), m.subject_id, false from sms_message m
        where m.digits = ${digits} and m.sent_at >= ${since} and m.state in ('accepted','delivered') group by m.person_id, m.subject_id
      union all
      select r.person_id, 'role', null, null, true from contact_role r
        where r.digits = ${digits} and r.ended_by is null and (r.valid_to is null or r.valid_to >= (${now}::timestamptz at time zone 'Asia/Tokyo')::date)
      union all
      -- The link between a shielded person and the rest is cut in both directions.
      select m.id, 'household', null, o.source_subject_id, false from own o join person p on p.id = o.person_id and not p.shielded
        join person m on m.household_id = p.household_id and m.id <> p.id and not m.shielded and m.deceased_on is null)
    select f.person_id as "personId", f.kind, f.at, f.by_hand as "byHand", case when s.id is null then null else
      jsonb_build_object('subjectId', s.id, 'debtClass', s.debt_class, 'sharingGroup', s.sharing_group) end as source
    from found f join person p on p.id = f.person_id and not p.training left join subject s on s.id = f.subject_id limit 500`;
}

export interface CandidateRow {
  id: number;
  name: string;
  kana: string;
  shielded: boolean;
}

/** Those of them whom the viewer may know of at all: of the account's subjects, shielded ones for named staff only. */
export function selectCandidates(
  db: Queryable,
  personIds: readonly number[],
  viewer: { subjectIds: readonly string[] | null; privileged: boolean },
): Promise<CandidateRow[]> {
  return db<CandidateRow[]>`
    select p.id, p.name_official as name, p.name_kana as kana, p.shielded from person p
    where p.id = any(${[...personIds]}::bigint[]) and not p.training and (${viewer.privileged} or not p.shielded) and ${hasCase(db, viewer.subjectIds)}`;
}

function hasCase(db: Queryable, subjectIds: readonly string[] | null): Fragment {
  if (subjectIds === null) return db`true`;
  return db`exists (select 1 from arrears_item a where a.person_id = p.id and a.subject_id = any(${[...subjectIds]}::text[]))`;
}

/** What was noted of callers nobody knew: of this number on this line, newest first. Another line's belong to another sharing group. */
export function selectEarlier(
  db: Queryable,
  digits: string,
  subjectId: string | null,
): Promise<{ at: Date; by: string; inboundClass: InboundClass | null; note: string }[]> {
  return db`
    select u.at, s.display_name as by, u.inbound_class as "inboundClass", u.note
    from unknown_caller_record u join staff_account s on s.id = u.staff_id
    where u.number = ${digits} and u.contact_record_id is null and u.subject_id is not distinct from ${subjectId} order by u.at desc limit 3`;
}
