import type { CampaignGoals } from '../../core/contracts/http/goals.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { FunnelStage, GoalCounts } from '../../core/rules/goals.ts';
import type { Scope } from '../../core/rules/permissions.ts';
import { JUDGED_STATES } from '../../core/rules/promise.ts';
import { livingTalks } from './talk-sql.ts';
import { savedAfter, wrapUpCounts } from './wrap-up-sql.ts';

/** Figures of a finished campaign are of interest for so long on the campaigns page; later they are a report's. */
const FINISHED_FOR_DAYS = 60;

type Row = { campaignId: string } & GoalCounts &
  Omit<Record<FunnelStage, number>, keyof GoalCounts> & {
    stageContacted: number;
    stagePromised: number;
    stageSettled: number;
  };

/**
 * Where the persons of each campaign stand, by core/rules/goals.ts. A conversation counts for a campaign when it was its own call, any call
 * (also one from the citizen) on its subject while it ran, or a call that led for this target (名寄せ).
 */
export async function selectCampaignGoals(
  db: Queryable,
  viewer: Scope & { privileged: boolean },
  now: Date,
): Promise<CampaignGoals[]> {
  const { subjectScope, centreScope } = viewer;
  const rows = await db<Row[]>`
    with listed as (
      select c.id, c.subject_id, coalesce(c.started_at, c.created_at) as from_at, c.finished_at
      from campaign c join subject s on s.id = c.subject_id
      where not c.training and (${viewer.privileged} or not c.privileged)
        and (${subjectScope === null} or s.id = any(${[...(subjectScope ?? [])]}::text[]))
        and (${centreScope === null} or s.centre_id is null or s.centre_id = any(${[...(centreScope ?? [])]}::text[]))
        and (c.finished_at is null or c.finished_at > ${now}::timestamptz - ${FINISHED_FOR_DAYS} * interval '1 day')),
    own as (
      select ct.id as target_id, bool_or(t.contact) as contacted, bool_or(t.promise) as promised
      from ${livingTalks(db)} t join campaign_target ct on ct.person_id = t.person_id join listed c on c.id = ct.campaign_id
      where t.campaign_id = c.id
        or (t.subject_id = c.subject_id and t.at >= c.from_at and (c.finished_at is null or t.at <= c.finished_at))
      group by ct.id),
    led as (
      select tp.target_id, bool_or(t.contact) as contacted, bool_or(t.promise) as promised
      from target_progress tp join call k on k.target_id = tp.led_by_target_id join ${livingTalks(db)} t on t.call_id = k.id
      where tp.led_by_target_id is not null group by tp.target_id),
    person as (
      select ct.campaign_id, tp.attempts > 0 or lead.attempts > 0 as dialled,
        coalesce(own.contacted, false) or coalesce(led.contacted, false) as contacted,
        coalesce(own.promised, false) or coalesce(led.promised, false) as promised,
        not exists (select 1 from arrears_item a where a.subject_id = c.subject_id and a.person_id = ct.person_id
          and a.principal - a.collected - a.paid > 0) as settled,
        coalesce(tp.state in ('done', 'withdrawn'), false) as over
      from campaign_target ct join listed c on c.id = ct.campaign_id
        left join target_progress tp on tp.target_id = ct.id
        left join target_progress lead on lead.target_id = tp.led_by_target_id
        left join own on own.target_id = ct.id left join led on led.target_id = ct.id),
    due as (
      select c.id as campaign_id, count(*) as judged, count(*) filter (where p.state = 'kept') as kept
      from listed c join campaign_target ct on ct.campaign_id = c.id join promise p on p.person_id = ct.person_id and p.subject_id = c.subject_id
        and p.created_at >= c.from_at and (c.finished_at is null or p.created_at <= c.finished_at)
      where p.state = any(${JUDGED_STATES as string[]}::text[]) group by c.id),
    calls as (
      select campaign_id, count(*) as attempts,
        count(*) filter (where ${answeredForPool(db)}) as "poolAnswered",
        count(*) filter (where ${answeredForPool(db)} and abandoned) as abandoned, ${wrapUpCounts(db)}
      from (select k.*, ${savedAfter(db)} as wrap_up_sec from call k where k.campaign_id in (select id from listed)
        and k.direction = 'outbound' and k.dialled_at is not null and not k.excluded_from_count) dialled group by campaign_id)
    select c.id as "campaignId", count(p.*) as requested, count(*) filter (where dialled) as dialled,
      count(*) filter (where contacted) as contacted, count(*) filter (where promised) as promised,
      count(*) filter (where settled) as settled,
      count(*) filter (where settled) as "stageSettled",
      count(*) filter (where promised and not settled) as "stagePromised",
      count(*) filter (where contacted and not promised and not settled) as "stageContacted",
      count(*) filter (where over and not contacted and not promised and not settled) as ended,
      count(*) filter (where dialled and not over and not contacted and not promised and not settled) as tried,
      count(p.*) filter (where dialled is not true and not over and not contacted and not promised and not settled) as untouched,
      coalesce(max(d.judged), 0) as judged, coalesce(max(d.kept), 0) as kept,
      coalesce(max(k.attempts), 0) as attempts, coalesce(max(k."poolAnswered"), 0) as "poolAnswered",
      coalesce(max(k.abandoned), 0) as abandoned, coalesce(max(k."wrapUps"), 0) as "wrapUps",
      coalesce(max(k."wrapUpSec"), 0) as "wrapUpSec"
    from listed c left join person p on p.campaign_id = c.id left join calls k on k.campaign_id = c.id left join due d on d.campaign_id = c.id
    group by c.id`;
  return rows.map(toGoals);
}

/** 放棄率 counts calls dialled for the pool and answered by a person. */
export const answeredForPool = (db: Queryable) => db`
  (answered_at is not null and mode = 'predictive' and coalesce(answered_by, 'person') = 'person'
    and coalesce(line_result, '') not in ('answered_machine', 'fax'))`;

function toGoals(row: Row): CampaignGoals {
  const { campaignId, requested, dialled, contacted, promised, settled, attempts, poolAnswered, abandoned } = row;
  const { wrapUps, wrapUpSec, judged, kept } = row;
  return {
    campaignId,
    counts: {
      requested,
      dialled,
      contacted,
      promised,
      judged,
      kept,
      settled,
      attempts,
      poolAnswered,
      abandoned,
      wrapUps,
      wrapUpSec,
    },
    funnel: {
      untouched: row.untouched,
      tried: row.tried,
      contacted: row.stageContacted,
      promised: row.stagePromised,
      settled: row.stageSettled,
      ended: row.ended,
    },
  };
}
