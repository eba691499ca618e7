import type { GoalsBy } from '../../core/contracts/http/goals.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { GoalCounts } from '../../core/rules/goals.ts';
import type { Scope } from '../../core/rules/permissions.ts';
import { JUDGED_STATES } from '../../core/rules/promise.ts';
import { answeredForPool } from './campaign-queries.ts';
import { livingTalks } from './talk-sql.ts';
import { savedAfter, wrapUpCounts } from './wrap-up-sql.ts';

export interface Period {
  /** Instants: from included, to excluded. */
  from: Date;
  to: Date;
}

type Viewer = Scope & { privileged: boolean };

/**
 * The persons asked to be called in the period (campaigns that ran in it), by subject; and what was said to them, also through a call that led
 * for another subject (名寄せ).
 */
const base = (db: Queryable, { subjectScope, centreScope, privileged }: Viewer, { from, to }: Period) => db`
  asked as (
    select distinct c.subject_id, ct.person_id
    from campaign c join subject s on s.id = c.subject_id join campaign_target ct on ct.campaign_id = c.id
    where c.started_at < ${to} and (c.finished_at is null or c.finished_at >= ${from}) and not c.training and (${privileged} or not c.privileged)
      and (${subjectScope === null} or s.id = any(${[...(subjectScope ?? [])]}::text[]))
      and (${centreScope === null} or s.centre_id is null or s.centre_id = any(${[...(centreScope ?? [])]}::text[]))),
  dialled as (
    select k.*, ${savedAfter(db)} as wrap_up_sec from call k join asked a on a.subject_id = k.subject_id and a.person_id = k.person_id
    where k.dialled_at >= ${from} and k.dialled_at < ${to} and k.direction = 'outbound' and not k.excluded_from_count),
  talks as (
    select t.*, k.band from ${livingTalks(db)} t left join call k on k.id = t.call_id
    where t.at >= ${from} and t.at < ${to}),
  said as (
    select a.subject_id, a.person_id, t.at, t.band, t.staff_id, t.contact, t.promise
    from talks t join asked a on a.subject_id = t.subject_id and a.person_id = t.person_id
    union all
    select a.subject_id, a.person_id, t.at, t.band, t.staff_id, t.contact, t.promise
    from talks t join call k on k.id = t.call_id join target_progress tp on tp.led_by_target_id = k.target_id
      join campaign_target ct on ct.id = tp.target_id join campaign c on c.id = ct.campaign_id
      join asked a on a.subject_id = c.subject_id and a.person_id = ct.person_id),
  due as (
    select p.*, k.band from promise p join asked a on a.subject_id = p.subject_id and a.person_id = p.person_id
      left join call k on k.id = p.call_id
    where p.state = any(${JUDGED_STATES as string[]}::text[]) and p.promised_on >= ${from}::timestamptz::date and p.promised_on < ${to}::timestamptz::date)`;

type WorkRow = { key: string } & Omit<GoalCounts, 'requested' | 'settled'>;

/** What was done in the period, grouped; persons are counted once in each group. */
export async function selectWork(
  db: Queryable,
  viewer: Viewer,
  period: Period,
  by: GoalsBy | 'all',
): Promise<WorkRow[]> {
  const callKey = {
    subject: db`subject_id`,
    band: db`coalesce(band, '')`,
    seat: db`coalesce(agent_id::text, '')`,
    day: db`dialled_at::date::text`,
    all: db`''`,
  }[by];
  const talkKey = {
    subject: db`subject_id`,
    band: db`coalesce(band, '')`,
    seat: db`coalesce(staff_id::text, '')`,
    day: db`at::date::text`,
    all: db`''`,
  }[by];
  const promiseKey = {
    subject: db`subject_id`,
    band: db`coalesce(band, '')`,
    seat: db`staff_id::text`,
    day: db`promised_on::text`,
    all: db`''`,
  }[by];
  return db<WorkRow[]>`
    with ${base(db, viewer, period)},
    tried as (
      select ${callKey} as key, count(*) as attempts, count(distinct person_id) as dialled,
        count(*) filter (where ${answeredForPool(db)}) as "poolAnswered",
        count(*) filter (where ${answeredForPool(db)} and abandoned) as abandoned, ${wrapUpCounts(db)}
      from dialled group by 1),
    reached as (
      select ${talkKey} as key, count(distinct person_id) filter (where contact) as contacted,
        count(distinct person_id) filter (where promise) as promised
      from said group by 1),
    promises as (
      select ${promiseKey} as key, count(*) as judged, count(*) filter (where state = 'kept') as kept from due group by 1)
    select key, coalesce(attempts, 0) as attempts, coalesce(dialled, 0) as dialled, coalesce("poolAnswered", 0) as "poolAnswered",
      coalesce(abandoned, 0) as abandoned, coalesce("wrapUps", 0) as "wrapUps", coalesce("wrapUpSec", 0) as "wrapUpSec", coalesce(contacted, 0) as contacted, coalesce(promised, 0) as promised,
      coalesce(judged, 0) as judged, coalesce(kept, 0) as kept
    from tried full join reached using (key) full join promises using (key) order by key`;
}

/** Persons asked to be called and those who owe nothing any more, by subject and (key '') over all: a person of two subjects is one person. */
export async function selectRequested(
  db: Queryable,
  viewer: Viewer,
  period: Period,
): Promise<{ key: string; requested: number; settled: number }[]> {
  return db<{ key: string; requested: number; settled: number }[]>`
    with ${base(db, viewer, period)},
    state as (
      select a.subject_id, a.person_id, exists (select 1 from arrears_item i where i.subject_id = a.subject_id
        and i.person_id = a.person_id and i.principal - i.collected - i.paid > 0) as owes
      from asked a)
    select subject_id as key, count(*) as requested, count(*) filter (where not owes) as settled from state group by subject_id
    union all
    select '', count(*), count(*) filter (where not owes)
    from (select person_id, bool_or(owes) as owes from state group by person_id) each`;
}

/** By subject, on which day persons were reached for the first time in the period. */
export async function selectFirstContacts(
  db: Queryable,
  viewer: Viewer,
  period: Period,
): Promise<{ subjectId: string; day: string; persons: number }[]> {
  return db<{ subjectId: string; day: string; persons: number }[]>`
    with ${base(db, viewer, period)}
    select subject_id as "subjectId", day::text, count(*) as persons
    from (select subject_id, person_id, min(at)::date as day from said where contact group by subject_id, person_id) each
    group by 1, 2 order by 1, 2`;
}

/** The highest goal asked for among the campaigns of each subject in the period. */
export async function selectGoals(
  db: Queryable,
  period: Period,
): Promise<{ subjectId: string; goalPercent: number }[]> {
  return db<{ subjectId: string; goalPercent: number }[]>`
    select subject_id as "subjectId", max(goal_percent) as "goalPercent" from campaign
    where started_at < ${period.to} and (finished_at is null or finished_at >= ${period.from}) and not training group by subject_id`;
}

export async function selectSeatNames(
  db: Queryable,
  staffIds: readonly string[],
): Promise<{ id: string; name: string }[]> {
  return db<{ id: string; name: string }[]>`
    select id, display_name || coalesce('(席' || seat_no || ')', '') as name from staff_account where id = any(${[...staffIds]}::uuid[])`;
}
