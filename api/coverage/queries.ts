import type { Queryable } from '../../core/platform/postgres.ts';
import type { AgentReach } from '../../core/rules/agent-lines.ts';
import type { CallingBand } from '../../core/rules/calling-band.ts';
import type { AnswerCount, DialledType } from '../../core/rules/coverage/answer-chance.ts';
import type { CampaignMode, WhoAnswered } from '../../core/rules/vocabulary.ts';

export interface PlannedCampaign {
  id: string;
  subjectId: string;
  centreId: string | null;
  mode: CampaignMode;
  privileged: boolean;
  ringTimeoutSec: number;
  dueOn: string | null;
}

export async function selectPlannedCampaign(db: Queryable, id: string): Promise<PlannedCampaign | undefined> {
  const [row] = await db<PlannedCampaign[]>`
    select c.id, c.subject_id as "subjectId", s.centre_id as "centreId", c.mode, c.privileged,
      c.ring_timeout_sec as "ringTimeoutSec", c.due_on as "dueOn"
    from campaign c join subject s on s.id = c.subject_id where c.id = ${id} and not c.training`;
  return row;
}

export interface CaseRow {
  cases: number;
  /** Over for good: reached, settled or withdrawn. */
  ended: boolean;
  bands: CallingBand[];
  attempts: number;
  /** `YYYY-MM-DD`; null = at once. */
  notBefore: string | null;
  corporate: boolean;
  /** Of the first number that may be dialled without an agent's choice; null = there is none. */
  numberType: DialledType | null;
  area: string | null;
}

/**
 * One row for each case. Tries made for a target through the target that leads for it (名寄せ) are its own; a case closed by the limit of
 * attempts and nobody's word is not ended but at risk.
 */
const eachCase = (db: Queryable, campaignId: string, now: Date, mobileFirst: boolean) => db`
  target as (
    select ct.id, ct.person_id, coalesce(tp.state, 'queued') as state, coalesce(tp.attempts, 0) as attempts, tp.last_talk_result,
      case when tp.state = 'waiting' and tp.next_at > ${now} then tp.next_at::date end as not_before, tp.led_by_target_id
    from campaign_target ct left join target_progress tp on tp.target_id = ct.id where ct.campaign_id = ${campaignId}),
  via as (
    select id as case_id, id as target_id from target
    union all select id, led_by_target_id from target where led_by_target_id is not null),
  tried as (
    select v.case_id as id, array_agg(distinct k.band order by k.band) as bands
    from via v join rung_call k on k.target_id = v.target_id group by v.case_id),
  each_case as (
    select t.id as target_id, p.id as person_id, p.name_official, p.addressee_no, p.shielded,
      t.state = 'withdrawn' or (t.state = 'done' and t.last_talk_result is not null) as ended,
      coalesce(tried.bands, '{}') as bands, t.attempts, t.not_before, p.kind = 'corporate' as corporate, n.type, n.area
    from target t join person p on p.id = t.person_id left join tried on tried.id = t.id
      left join lateral (
        select f.type, case when f.digits ~ '^0[6-9]0[0-9]{8}$' then 'mobile' else left(f.digits, 4) end as area
        from phone_number f
        where f.person_id = t.person_id and f.gone_at is null and f.usable and f.digits is not null and f.type in ('home', 'mobile')
        order by (f.type = 'mobile') = ${mobileFirst} desc, f.position limit 1) n on true)`;

/** The campaign's cases, counted by what the plan asks of them. */
export async function selectCases(
  db: Queryable,
  campaignId: string,
  now: Date,
  mobileFirst: boolean,
): Promise<CaseRow[]> {
  return db<CaseRow[]>`
    with ${eachCase(db, campaignId, now, mobileFirst)}
    select count(*)::int as cases, ended, bands, attempts, not_before as "notBefore", corporate, type as "numberType", area
    from each_case group by 2, 3, 4, 5, 6, 7, 8`;
}

export interface SingleCaseRow extends CaseRow {
  targetId: number;
  personId: number;
  name: string;
  addresseeNo: string;
}

/** Cases not yet covered, for the list of those at risk; shielded persons only for those who may work with them. */
export async function selectOpenCases(
  db: Queryable,
  campaignId: string,
  now: Date,
  mobileFirst: boolean,
  privileged: boolean,
): Promise<SingleCaseRow[]> {
  return db<SingleCaseRow[]>`
    with ${eachCase(db, campaignId, now, mobileFirst)}
    select 1 as cases, target_id as "targetId", person_id as "personId", name_official as name, addressee_no as "addresseeNo", ended,
      bands, attempts, not_before as "notBefore", corporate, type as "numberType", area
    from each_case where not ended and (${privileged} or not shielded) order by attempts desc, target_id limit 50000`;
}

/** A call of half a year ago tells half as much as one of today. */
const HALF_LIFE_DAYS = 180;
/** Older calls are not read: people move and change numbers. */
const HISTORY_DAYS = 540;

/** @param subjectIds null = of every line of the city */
export async function selectAnswerCounts(
  db: Queryable,
  subjectIds: readonly string[] | null,
  now: Date,
): Promise<AnswerCount[]> {
  return db<AnswerCount[]>`
    select k.band, extract(hour from k.created_at)::int as hour, k.number_type as "numberType", k.area,
      sum(w.weight)::float8 as dialled, coalesce(sum(w.weight) filter (where k.answered), 0)::float8 as answered
    from rung_call k cross join lateral (
      -- float8 throughout: power() of numeric takes a hundred times as long
      select power(0.5::float8, greatest(0, extract(epoch from ${now}::timestamptz - k.created_at))::float8 / ${86_400 * HALF_LIFE_DAYS}::float8)
        as weight) w
    where k.area is not null and k.number_type in ('home', 'mobile')
      and k.created_at > ${now}::timestamptz - make_interval(days => ${HISTORY_DAYS})
      and ${subjectIds === null ? db`true` : db`k.subject_id = any(${[...subjectIds]}::text[])`}
    group by 1, 2, 3, 4`;
}

export interface PastCallRow {
  lineResult: string | null;
  answeredBy: 'person' | 'machine' | null;
  whoAnswered: WhoAnswered | null;
  /** Seconds; null where it did not come to it. */
  ringSec: number | null;
  talkSec: number | null;
  wrapSec: number | null;
}

/** So many calls tell the shape of talk and wrap-up well enough; more only cost time. */
const CALLS_READ = 3_000;

/** Newest first. @param speed of the product clock: its seconds, but for talk, are `speed` real ones */
export async function selectPastCalls(
  db: Queryable,
  which: { campaignId: string } | { subjectId: string },
  speed: number,
): Promise<PastCallRow[]> {
  const chosen =
    'campaignId' in which ? db`k.campaign_id = ${which.campaignId}` : db`k.subject_id = ${which.subjectId}`;
  return db<PastCallRow[]>`
    select k.line_result as "lineResult", k.answered_by as "answeredBy", r.who_answered as "whoAnswered",
      (extract(epoch from k.answered_at - k.dialled_at) / ${speed})::float8 as "ringSec",
      ((k.ended_real_ms - k.answered_real_ms) / 1000.0)::float8 as "talkSec",
      (extract(epoch from r.at - k.ended_at) / ${speed})::float8 as "wrapSec"
    from call k left join contact_record r on r.call_id = k.id and not exists (select 1 from contact_record n where n.supersedes_id = r.id)
    where ${chosen} and not k.training and k.direction = 'outbound' and k.ended_at is not null and k.dialled_at is not null
    order by k.created_at desc limit ${CALLS_READ}`;
}

/** Agents who may be on a line; named agents only for the queue of shielded persons. */
export async function selectAgentReach(db: Queryable, privilegedOnly: boolean): Promise<AgentReach[]> {
  return db<AgentReach[]>`
    select skills, subject_scope as "subjectScope", centre_scope as "centreScope" from staff_account
    where role = 'agent' and disabled_at is null and (privileged or not ${privilegedOnly})`;
}

export interface PoolGround {
  channels: number;
  pacing: unknown;
  dialling: unknown;
  subjectDialling: unknown;
  /** The subject's own values of the pool. */
  linePacing: unknown;
  /** What was found out last about the running predictive campaigns of the subject. */
  watched: CoverageWatchRow[];
}

export interface CoverageWatchRow {
  campaignId: string;
  ringInFull: boolean;
  leftIfCut: number;
  leftIfFull: number;
}

export async function selectPoolGround(db: Queryable, subjectId: string, today: string): Promise<PoolGround> {
  const setting = (key: string) => db`
    (select value from setting where key = ${key} and valid_from <= ${today}::date order by valid_from desc limit 1)`;
  const [row] = await db<PoolGround[]>`
    select (select coalesce(sum(channels), 0)::int from trunk where enabled) as channels, ${setting('pacing')} as pacing,
      ${setting('dialling')} as dialling, ${setting(`dialling:${subjectId}`)} as "subjectDialling",
      ${setting(`pacing:${subjectId}`)} as "linePacing",
      (select coalesce(jsonb_agg(jsonb_build_object('campaignId', w.campaign_id, 'ringInFull', w.ring_in_full,
          'leftIfCut', w.left_if_cut, 'leftIfFull', w.left_if_full)), '[]')
        from coverage_watch w join campaign c on c.id = w.campaign_id
        where c.subject_id = ${subjectId} and c.state = 'running' and c.mode = 'predictive') as watched`;
  return row ?? { channels: 0, pacing: null, dialling: null, subjectDialling: null, linePacing: null, watched: [] };
}

/** Predictive campaigns that run towards a date; those of shielded persons are never predictive. */
export async function selectPromisedCampaigns(db: Queryable, today: string): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    select id from campaign where state = 'running' and mode = 'predictive' and not privileged and not training and due_on >= ${today}::date
    order by due_on, id`;
  return rows.map(({ id }) => id);
}

/** Subjects that agents share now, with the centre that decides who may take them. */
export async function selectRunningLines(db: Queryable): Promise<{ subjectId: string; centreId: string | null }[]> {
  return db<{ subjectId: string; centreId: string | null }[]>`
    select s.id as "subjectId", s.centre_id as "centreId" from subject s
    where exists (select 1 from campaign c where c.subject_id = s.id and c.state = 'running' and not c.training) order by s.id`;
}

export async function upsertCoverageWatch(db: Queryable, watch: CoverageWatchRow, at: Date): Promise<void> {
  await db`insert into coverage_watch (campaign_id, at, ring_in_full, left_if_cut, left_if_full)
    values (${watch.campaignId}, ${at}, ${watch.ringInFull}, ${watch.leftIfCut}, ${watch.leftIfFull})
    on conflict (campaign_id) do update set at = excluded.at, ring_in_full = excluded.ring_in_full,
      left_if_cut = excluded.left_if_cut, left_if_full = excluded.left_if_full`;
}

/** Whose promise is over, by the date or because the campaign stopped, holds the line no longer. */
export async function deleteOtherWatches(db: Queryable, watchedIds: readonly string[]): Promise<void> {
  await db`delete from coverage_watch where not campaign_id = any(${[...watchedIds]}::uuid[])`;
}
