import type { LineResult, PhoneType, WhoAnswered } from '../contracts/calls.ts';
import type { Fragment, Queryable } from '../platform/postgres.ts';
import { WAY_STOPS } from '../rules/contact-preference.ts';
import { type PhoneWordStatus, WORDS_OF_DIGITS } from '../rules/phone-word.ts';
import type { SharingScope } from '../rules/sharing.ts';
import { STOPPING_TALK, type StopFlag } from '../rules/stop-policy.ts';
import { tokyoInstant, tokyoTime } from '../rules/tokyo-time.ts';

export interface PartyRow {
  targetId: number | null;
  personId: number;
  householdId: number | null;
  shielded: boolean;
  numbers: string[];
}

export interface NumberResultRow {
  atMs: number;
  lineResult: LineResult | null;
  confirmed: boolean;
  whoAnswered: WhoAnswered | null;
  /** Whose campaign found it out; null for calls without a subject. */
  source: SharingScope | null;
}

export interface PhoneRow {
  id: number;
  position: number;
  digits: string | null;
  type: PhoneType;
  usable: boolean;
  gone: boolean;
  source: SharingScope | null;
  sharedWith: number;
  sharedWithShielded: boolean;
  history: NumberResultRow[];
  /** Newest first. */
  words: PhoneWordRow[];
}

export interface PhoneWordRow {
  atMs: number;
  status: PhoneWordStatus;
  /** Whose call it was learned in; null when it was noted outside a call. */
  source: SharingScope | null;
}

export interface PastCallRow {
  atMs: number;
  campaignId: string | null;
  lineResult: LineResult | null;
  whoAnswered: WhoAnswered | null;
  rang: boolean;
  excluded: boolean;
}

export interface ItemRow {
  unpaid: number;
  dueDate: string;
  disposition: string | null;
  /** Last day of grace of an open promise about it. */
  promisedUntil: string | null;
}

export interface SiblingRow {
  targetId: number;
  subject: SharingScope;
  subjectName: string;
  items: ItemRow[];
  state: string;
  byCall: boolean;
  nextAtMs: number | null;
}

/** What takes a person out whatever the hour (`mayReachPerson`), and nothing else. */
export interface ReachRow {
  targetId: number;
  shielded: boolean;
  deceased: boolean;
  stopRequested: boolean;
  leftList: boolean;
  stopFlags: StopFlag[];
  items: ItemRow[];
}

export interface PersonRow extends ReachRow {
  personId: number;
  householdId: number | null;
  corporate: boolean;
  /** ISO 639-1 by the register. */
  language: string | null;
  callbackDue: boolean;
  reminderDue: 'call' | 'sms' | null;
  preferredPhoneId: number | null;
  siblings: SiblingRow[];
  phones: PhoneRow[];
  calls: PastCallRow[];
  partyCalls: PastCallRow[];
  messagesMs: number[];
}

export interface PersonFactRows {
  held: PartyRow[];
  persons: PersonRow[];
}

/** As far back as the cap of a week looks. */
const MESSAGES_REMEMBERED_MS = 7 * 86_400_000;

/** All facts about a batch of targets, and whom agents are dealing with now: one statement, so one moment. */
export function selectPersons(db: Queryable, targetIds: readonly number[], now: Date): Promise<PersonFactRows> {
  return selectFacts(db, now, fromTargets(db, targetIds));
}

const fromTargets = (db: Queryable, targetIds: readonly number[]) =>
  db`from unnest(${targetIds as number[]}::bigint[]) with ordinality as u (id, ord)
      join campaign_target ct on ct.id = u.id join campaign c on c.id = ct.campaign_id join subject s on s.id = c.subject_id
      join person p on p.id = ct.person_id left join target_progress tp on tp.target_id = ct.id`;

/** A part of the same facts, for who asks that part of many, and often: a tenth of the work. */
export async function selectReach(db: Queryable, targetIds: readonly number[]): Promise<ReachRow[]> {
  const rows = await db<{ reach: ReachRow }[]>`
    select jsonb_build_object(${reachJson(db)}) as reach ${fromTargets(db, targetIds)} order by u.ord`;
  return rows.map(({ reach }) => reach);
}

/** A part again: what follows from a call that is over is decided by what was tried today, and on what else may be tried. */
export interface TriesRow {
  corporate: boolean;
  calls: PastCallRow[];
  /** Telephones that may be dialled at all. */
  digits: string[];
}

export async function selectTries(db: Queryable, targetId: number, now: Date): Promise<TriesRow | undefined> {
  const today = tokyoInstant(tokyoTime(now).date, 0);
  const [row] = await db<TriesRow[]>`
    select p.kind = 'corporate' as corporate, ${callsJson(db, db`o.person_id = p.id and o.created_at >= ${today}`)} as calls,
      array(select n.digits from phone_number n where n.person_id = p.id and n.usable and n.gone_at is null
        and n.digits is not null) as digits
    from campaign_target ct join person p on p.id = ct.person_id where ct.id = ${targetId}`;
  return row;
}

/**
 * The same facts about persons who are reached for a subject without being called for it: through their target of a running campaign
 * where there is one (`targetId` 0 where not), so that whom it leaves out is left out here too.
 */
export function selectPersonsOfSubject(
  db: Queryable,
  personIds: readonly number[],
  subjectId: string,
  now: Date,
): Promise<PersonFactRows> {
  return selectFacts(
    db,
    now,
    db`from unnest(${personIds as number[]}::bigint[]) with ordinality as u (id, ord)
      join person p on p.id = u.id join subject s on s.id = ${subjectId}
      left join lateral (select t.* from campaign_target t join campaign tc on tc.id = t.campaign_id
        where t.person_id = p.id and tc.subject_id = s.id and tc.state = 'running' order by tc.priority, t.id limit 1) ct on true
      left join campaign c on c.id = ct.campaign_id left join target_progress tp on tp.target_id = ct.id`,
  );
}

/** `persons` joins whoever is asked about as `p`. Of all who are dealt with, only those come along who may be in their way. */
async function selectFacts(db: Queryable, now: Date, persons: Fragment): Promise<PersonFactRows> {
  const [row] = await db<PersonFactRows[]>`
    with held as materialized (
      select ct.person_id, tp.target_id, null::text as dialled
      from target_progress tp join campaign_target ct on ct.id = tp.target_id
      where tp.lease_until is not null and tp.state in ('leased', 'in_call', 'wrap_up')
      union
      select c.person_id, c.target_id, c.dialled_number from call c where c.ended_at is null and c.direction <> 'synthetic'
    )
    select
      (select coalesce(jsonb_agg(jsonb_build_object('targetId', h.target_id, 'personId', coalesce(h.person_id, 0),
          'householdId', p.household_id, 'shielded', coalesce(p.shielded, false), 'numbers', (
            select coalesce(jsonb_agg(n.digits), '[]') from (
              select digits from phone_number where person_id = h.person_id and digits is not null and gone_at is null
                and type <> 'work'
              union select h.dialled where h.dialled is not null) n))), '[]')
        from held h left join person p on p.id = h.person_id) as held,
      (select coalesce(jsonb_agg(${personJson(db, now)} order by u.ord), '[]') ${persons}) as persons`;
  return row ?? { held: [], persons: [] };
}

/** Keys and values of `ReachRow`. */
function reachJson(db: Queryable) {
  return db`'targetId', coalesce(ct.id, 0), 'shielded', p.shielded, 'deceased', p.deceased_on is not null,
    'stopRequested', exists (select 1 from contact_record r where r.person_id = p.id
      and r.talk_result = any(${STOPPING_TALK as string[]})
      and not exists (select 1 from contact_record s where s.supersedes_id = r.id)
      -- The city looked at what was said there and let the person be contacted again.
      and not exists (select 1 from hand_over h where h.person_id = r.person_id and h.resumed_at is not null
        and (h.contact_record_id = r.id or exists (select 1 from hand_over_event he
          where he.hand_over_id = h.id and he.contact_record_id = r.id)))),
    -- Who was settled or stopped when the list was looked through comes back by those facts themselves, not by the list.
    'leftList', c.list_id is not null and exists (select 1 from call_list_person l where l.list_id = c.list_id
      and l.person_id = p.id and l.subject_id = s.id and l.left_reason = 'condition'),
    'stopFlags', (select coalesce(jsonb_agg(jsonb_build_object('kind', f.kind, 'fromOn', f.from_on, 'toOn', f.to_on)), '[]')
      from (select kind, from_on, to_on from stop_flag where person_id = p.id
        -- A wish that leaves no place for a channel, as the person said it last.
        union all select w.stop, '0001-01-01', null from (select ways from contact_preference where person_id = p.id
          order by id desc limit 1) wish join unnest(${WAY_STOPS.map(({ way }) => way)}::text[], ${WAY_STOPS.map(({ stop }) => stop)}::text[])
          as w (way, stop) on w.way = any(wish.ways)) f),
    'items', ${itemsJson(db, db`s.id`)}`;
}

function personJson(db: Queryable, now: Date) {
  const { date: today } = tokyoTime(now);
  return db`jsonb_build_object(${reachJson(db)}, 'personId', p.id, 'householdId', p.household_id,
    'corporate', p.kind = 'corporate', 'language', p.language,
    'callbackDue', coalesce(tp.reason_code = 'callback' and tp.next_at <= ${now} and tp.rule->>'askedBy' is null, false),
    'reminderDue', (select pr.channel from promise_reminder pr join promise pp on pp.id = pr.promise_id
      where pr.person_id = p.id and pr.subject_id = s.id and pr.state = 'waiting' and pr.remind_on <= ${today}::date
        and pp.state = 'open' and pp.promised_on >= ${today}::date order by pp.promised_on limit 1),
    'preferredPhoneId', tp.next_phone_id,
    'siblings', ${siblingsJson(db)},
    'phones', (select coalesce(jsonb_agg(${phoneJson(db)} order by n.position), '[]')
      from phone_number n left join subject ns on ns.id = n.source_subject_id where n.person_id = p.id),
    'calls', ${callsJson(db, db`o.person_id = p.id`)},
    'partyCalls', ${partyCallsJson(db, tokyoInstant(today, 0))},
    'messagesMs', ${messagesJson(db, now)})`;
}

/** An SMS counts from the moment it may have left; what is known not to have left does not. */
function messagesJson(db: Queryable, now: Date) {
  const since = new Date(now.getTime() - MESSAGES_REMEMBERED_MS);
  return db`(select coalesce(jsonb_agg(extract(epoch from m.at) * 1000), '[]') from (
      select r.at from contact_record r where r.person_id = p.id and r.channel in ('sms', 'letter', 'visit')
        and r.direction = 'outbound' and r.supersedes_id is null
      union all
      select o.sent_at from sms_message o where o.person_id = p.id
        and o.state in ('sending', 'accepted', 'delivered', 'failed', 'uncertain')) m
    where m.at > ${since} and m.at <= ${now})`;
}

function itemsJson(db: Queryable, subjectId: ReturnType<Queryable>) {
  return db`(select coalesce(jsonb_agg(jsonb_build_object('unpaid', i.unpaid, 'dueDate', i.due_date,
      'disposition', i.disposition, 'promisedUntil', (select max(pp.promised_on + pp.grace_days)
        from promise_item pi join promise pp on pp.id = pi.promise_id and pp.state = 'open' where pi.arrears_item_id = i.id))), '[]')
    from arrears_item i where i.person_id = p.id and i.subject_id = ${subjectId} and i.principal - i.collected - i.paid > 0)`;
}

/** The same person in other running campaigns that one call may settle too: same group, private claims apart, same queue. */
function siblingsJson(db: Queryable) {
  return db`(select coalesce(jsonb_agg(jsonb_build_object('targetId', ot.id, 'subject', jsonb_build_object('subjectId', os.id,
        'debtClass', os.debt_class, 'sharingGroup', os.sharing_group), 'subjectName', os.short_name,
      'state', coalesce(op.state, 'queued'), 'byCall', coalesce(op.next_channel, 'call') = 'call',
      'nextAtMs', extract(epoch from op.next_at) * 1000, 'items', ${itemsJson(db, db`os.id`)})), '[]')
    from campaign_target ot join campaign oc on oc.id = ot.campaign_id join subject os on os.id = oc.subject_id
      left join target_progress op on op.target_id = ot.id
    where ot.person_id = p.id and ot.id <> ct.id and oc.state = 'running' and oc.privileged = c.privileged and os.active
      and os.sharing_group = s.sharing_group and (os.debt_class = 'private') = (s.debt_class = 'private'))`;
}

function callsJson(db: Queryable, which: ReturnType<Queryable>) {
  return db`(select coalesce(jsonb_agg(jsonb_build_object('atMs', h.at_ms, 'campaignId', h.campaign_id,
      'lineResult', h.line_result, 'whoAnswered', h.who_answered, 'rang', h.rang, 'excluded', h.excluded)
      order by h.at_ms desc), '[]')
    from (select extract(epoch from o.dialled_at) * 1000 as at_ms, o.campaign_id,
        coalesce(r.line_result, o.line_result) as line_result, r.who_answered,
        coalesce(o.ringing_at, o.answered_at) is not null as rang, o.excluded_from_count as excluded
      from call o left join lateral (select line_result, who_answered from contact_record r where r.call_id = o.id
        order by r.created_at desc limit 1) r on true
      where ${which} and o.direction = 'outbound' and o.dialled_at is not null
      -- more calls than every cap together lets through, so a count is never cut short
      order by o.created_at desc limit 100) h)`;
}

/** Today's calls to others of the household (a shielded person has none) and to the same telephones for somebody else. */
function partyCallsJson(db: Queryable, from: Date) {
  return callsJson(
    db,
    // As an array, which is looked up by key: joined as a set, every call of the day would be read for every target.
    db`o.id = any(array(
      select oc.id from person hp join call oc on oc.person_id = hp.id
        where hp.household_id = p.household_id and hp.id <> p.id and not hp.shielded and not p.shielded and oc.created_at >= ${from}
      union
      select oc.id from phone_number hn join call oc on oc.dialled_number = hn.digits
        where hn.person_id = p.id and hn.gone_at is null and hn.type <> 'work' and oc.person_id is distinct from p.id
          and oc.created_at >= ${from}))`,
  );
}

/**
 * History is by digits, not by row: a number keeps its past when the city moves it to another column or person. What somebody
 * confirmed by ear in the list of numbers counts before what was saved in the call.
 */
function phoneJson(db: Queryable) {
  return db`jsonb_build_object('id', n.id, 'position', n.position, 'digits', n.digits, 'type', n.type, 'usable', n.usable,
    'gone', n.gone_at is not null,
    'source', case when ns.id is null then null else jsonb_build_object('subjectId', ns.id, 'debtClass', ns.debt_class,
      'sharingGroup', ns.sharing_group) end,
    'sharedWith', (select count(distinct o.person_id) from phone_number o where o.digits = n.digits and o.gone_at is null
      and o.person_id <> n.person_id),
    'sharedWithShielded', exists (select 1 from phone_number o join person op on op.id = o.person_id
      where o.digits = n.digits and o.gone_at is null and o.person_id <> n.person_id and op.shielded),
    'words', (select coalesce(jsonb_agg(jsonb_build_object('atMs', extract(epoch from w.at) * 1000, 'status', w.status,
        'source', case when ws.id is null then null else jsonb_build_object('subjectId', ws.id, 'debtClass', ws.debt_class,
          'sharingGroup', ws.sharing_group) end) order by w.at desc, w.id desc), '[]')
      from (select w.id, w.at, w.status, wc.subject_id
          from phone_number wn join phone_status w on w.phone_id = wn.id left join call wc on wc.id = w.call_id
          where wn.digits = n.digits and (w.person_id = n.person_id or w.status = any(${WORDS_OF_DIGITS as PhoneWordStatus[]}))
        union all
        -- Somebody nobody knows complained from this number, or wants no call on it, and the city did not let it go on since.
        select 0, h.raised_at, 'refused', h.subject_id
          from unknown_caller_record u join hand_over h on h.call_id = u.call_id and h.person_id is null
          where u.number = n.digits and h.kind in ('complaint', 'do_not_call') and h.resumed_at is null and h.state <> 'withdrawn') w
        left join subject ws on ws.id = w.subject_id),
    'history', (select coalesce(jsonb_agg(jsonb_build_object('atMs', h.at_ms, 'lineResult', h.line_result,
        'confirmed', h.confirmed, 'whoAnswered', h.who_answered, 'source', h.source) order by h.at_ms desc), '[]')
      from (select extract(epoch from o.dialled_at) * 1000 as at_ms, 
          case when k.verdict = 'ringing' then 'no_answer' when k.verdict <> 'other' then k.verdict
            else coalesce(r.line_result, o.line_result) end as line_result,
          coalesce(k.verdict <> 'other', r.line_result is not null) as confirmed,
          case when o.person_id = n.person_id then r.who_answered end as who_answered,
          case when cs.id is null then null else jsonb_build_object('subjectId', cs.id, 'debtClass', cs.debt_class,
            'sharingGroup', cs.sharing_group) end as source
        from call o left join subject cs on cs.id = o.subject_id left join lateral (select line_result, who_answered from contact_record r where r.call_id = o.id
          order by r.created_at desc limit 1) r on true left join number_check k on k.call_id = o.id
        where o.dialled_number = n.digits and o.direction = 'outbound' and o.dialled_at is not null
        order by o.created_at desc limit 20) h))`;
}
