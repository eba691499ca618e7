import type { CampaignMode, DebtClass } from '../../core/contracts/calls.ts';
import type { CampaignRow } from '../../core/contracts/http/records.ts';
import type { Queryable } from '../../core/platform/postgres.ts';

export type CampaignState = CampaignRow['state'];

interface ListRow extends Omit<CampaignRow, 'startedAt'> {
  startedAt: Date | null;
  centreId: string | null;
}

/**
 * What runs first, then by subject and priority. The queue of shielded persons (支援措置) does not exist for whoever may not work with them: its counts alone say how many
 * there are on a subject. `done` counts finished and withdrawn targets, so that the three counts add up to `targets`.
 */
export async function selectCampaigns(db: Queryable, viewer: { privileged: boolean }): Promise<ListRow[]> {
  return db<ListRow[]>`
    select c.id, c.name, c.subject_id as "subjectId", c.mode, c.state, c.started_at as "startedAt", s.centre_id as "centreId",
      c.privileged, c.priority, c.due_on as "dueOn", c.goal_percent as "goalPercent", l.name as "listName",
      n.targets, n.done, n.targets - n.done - n.busy as waiting, n.busy as "inProgress"
    from campaign c join subject s on s.id = c.subject_id left join call_list l on l.id = c.list_id
      cross join lateral (
        select count(*) as targets, count(*) filter (where tp.state in ('done', 'withdrawn')) as done,
          count(*) filter (where tp.state in ('leased', 'in_call', 'wrap_up')) as busy
        from campaign_target ct left join target_progress tp on tp.target_id = ct.id where ct.campaign_id = c.id) n
    where (${viewer.privileged} or not c.privileged) and not c.training
    order by array_position(array['running', 'paused', 'draft', 'finished'], c.state), c.subject_id, c.priority, c.created_at desc, c.id
    limit 500`;
}

export interface CampaignIdentity {
  id: string;
  state: CampaignState;
  mode: CampaignMode;
  privileged: boolean;
  subjectId: string;
  centreId: string | null;
}

export async function lockCampaign(db: Queryable, id: string): Promise<CampaignIdentity | undefined> {
  const [row] = await db<CampaignIdentity[]>`
    select c.id, c.state, c.mode, c.privileged, s.id as "subjectId", s.centre_id as "centreId"
    from campaign c join subject s on s.id = c.subject_id where c.id = ${id} for update of c`;
  return row;
}

export async function setCampaignState(db: Queryable, id: string, state: CampaignState, now: Date): Promise<void> {
  await db`
    update campaign set state = ${state},
      started_at = case when ${state} = 'running' then coalesce(started_at, ${now}) else started_at end,
      finished_at = case when ${state} = 'finished' then ${now} else finished_at end
    where id = ${id}`;
}

export async function setCampaignMode(db: Queryable, id: string, mode: CampaignMode): Promise<void> {
  await db`update campaign set mode = ${mode} where id = ${id}`;
}

export interface CampaignPlan {
  priority?: number | undefined;
  dueOn?: string | null | undefined;
  goalPercent?: number | undefined;
}

/** What is left out stays as it is; `dueOn: null` takes the date away. */
export async function setCampaignPlan(db: Queryable, id: string, plan: CampaignPlan): Promise<void> {
  await db`
    update campaign set priority = coalesce(${plan.priority ?? null}, priority),
      goal_percent = coalesce(${plan.goalPercent ?? null}, goal_percent),
      due_on = case when ${plan.dueOn !== undefined} then ${plan.dueOn ?? null}::date else due_on end
    where id = ${id}`;
}

export interface SubjectIdentity {
  id: string;
  name: string;
  debtClass: DebtClass;
  active: boolean;
  centreId: string | null;
}

export async function selectSubject(db: Queryable, id: string): Promise<SubjectIdentity | undefined> {
  const [row] = await db<SubjectIdentity[]>`
    select id, name, debt_class as "debtClass", active, centre_id as "centreId" from subject where id = ${id}`;
  return row;
}

export interface NewCampaign {
  id: string;
  subjectId: string;
  name: string;
  privileged: boolean;
  scriptId: string | null;
  ringTimeoutSec: number;
  createdBy: string | null;
}

/** Every campaign starts as preview: what it dials by itself is decided later, by somebody who has seen it work. */
export async function insertCampaign(db: Queryable, campaign: NewCampaign): Promise<void> {
  await db`
    insert into campaign (id, subject_id, name, mode, state, script_id, ring_timeout_sec, privileged, created_by)
    values (${campaign.id}, ${campaign.subjectId}, ${campaign.name}, 'preview', 'draft', ${campaign.scriptId},
      ${campaign.ringTimeoutSec}, ${campaign.privileged}, ${campaign.createdBy})`;
}

/**
 * The persons of the list, largest sum first: who owes on this subject and is neither dead nor stopped. Shielded persons
 * are in the privileged queue and in no other. What changes by the hour (caps, window, numbers) is the gate's business.
 */
export async function insertTargets(
  db: Queryable,
  campaign: { id: string; subjectId: string; privileged: boolean },
  today: string,
  limit: number | null,
): Promise<number> {
  const rows = await db`
    insert into campaign_target (campaign_id, person_id, position)
    select ${campaign.id}, o.person_id, row_number() over (order by o.unpaid desc, o.person_id)
    from (select person_id, sum(unpaid) as unpaid from arrears_item
        where subject_id = ${campaign.subjectId} and principal - collected - paid > 0 group by person_id) o
      join person p on p.id = o.person_id
    where p.deceased_on is null and not p.training and p.shielded = ${campaign.privileged}
      and not exists (select 1 from stop_flag f where f.person_id = p.id and f.kind not in ('no_sms', 'no_visit')
        and f.from_on <= ${today}::date and (f.to_on is null or f.to_on >= ${today}::date))
    order by o.unpaid desc, o.person_id limit ${limit}
    returning id`;
  return rows.length;
}

/** Active subjects with persons in arrears, most persons first. */
export async function selectSubjectsInArrears(db: Queryable): Promise<(SubjectIdentity & { persons: number })[]> {
  return db<(SubjectIdentity & { persons: number })[]>`
    select s.id, s.name, s.debt_class as "debtClass", s.active, s.centre_id as "centreId", o.persons
    from subject s join (select a.subject_id, count(distinct a.person_id) as persons from arrears_item a join person p on p.id = a.person_id
      where a.principal - a.collected - a.paid > 0 and not p.training group by a.subject_id) o on o.subject_id = s.id
    where s.active order by o.persons desc, s.id`;
}

export async function countCampaigns(db: Queryable): Promise<number> {
  const [row] = await db<{ n: number }[]>`select count(*) as n from campaign where not training`;
  return row?.n ?? 0;
}
