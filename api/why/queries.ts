import type { CampaignMode } from '../../core/contracts/calls.ts';
import type { PersonTarget, TargetWhy, WhyPastCall } from '../../core/contracts/http/why.ts';
import type { Queryable } from '../../core/platform/postgres.ts';

export interface TargetRow {
  targetId: number;
  personId: number;
  campaign: TargetWhy['campaign'];
  subject: { id: string; name: string; centreId: string | null };
  privileged: boolean;
  shielded: boolean;
  next: Omit<TargetWhy['next'], 'at'> & { at: Date | null };
}

export async function selectTarget(db: Queryable, targetId: number): Promise<TargetRow | undefined> {
  const [row] = await db<TargetRow[]>`
    select ct.id as "targetId", ct.person_id as "personId", c.privileged, p.shielded,
      jsonb_build_object('id', c.id, 'name', c.name, 'mode', c.mode, 'state', c.state) as campaign,
      jsonb_build_object('id', s.id, 'name', s.name, 'centreId', s.centre_id) as subject,
      jsonb_build_object('state', coalesce(tp.state, 'queued'), 'mode', tp.next_mode, 'band', tp.next_band,
        'channel', coalesce(tp.next_channel, 'call'), 'numberTail', right(n.digits, 4), 'owner', a.display_name, 'code', tp.reason_code,
        'reason', tp.reason, 'rule', tp.rule) || jsonb_build_object('at', null) as next, tp.next_at as "nextAt"
    from campaign_target ct join campaign c on c.id = ct.campaign_id join subject s on s.id = c.subject_id
      join person p on p.id = ct.person_id left join target_progress tp on tp.target_id = ct.id
      left join phone_number n on n.id = tp.next_phone_id left join staff_account a on a.id = tp.owner_agent_id
    where ct.id = ${targetId}`;
  if (!row) return undefined;
  const { nextAt, ...rest } = row as TargetRow & { nextAt: Date | null };
  return { ...rest, next: { ...rest.next, at: nextAt } };
}

type CallRow = Omit<WhyPastCall, 'at'> & { at: Date };

/** Calls of a target, newest first, with what was saved about them. */
export function selectTargetCalls(db: Queryable, targetId: number): Promise<CallRow[]> {
  return db<CallRow[]>`
    select k.id, k.created_at as at, k.mode, k.band, right(k.dialled_number, 4) as "numberTail",
      coalesce(r.line_result, k.line_result) as "lineResult", r.talk_result as "talkResult", k.cut_by as "cutBy",
      k.full_ring as "fullRing", coalesce(k.why, '[]') as why
    from call k left join lateral (select line_result, talk_result from contact_record r where r.call_id = k.id
      order by r.created_at desc limit 1) r on true
    where k.target_id = ${targetId} order by k.created_at desc limit 100`;
}

/** The campaigns a person is in, of these subjects (null = every one). */
export function selectPersonTargets(
  db: Queryable,
  personId: number,
  viewer: { privileged: boolean; subjectIds: readonly string[] | null },
): Promise<(Omit<PersonTarget, 'nextAt'> & { nextAt: Date | null })[]> {
  return db<(Omit<PersonTarget, 'nextAt'> & { nextAt: Date | null })[]>`
    select ct.id as "targetId", c.id as "campaignId", c.name as "campaignName", s.id as "subjectId", s.name as "subjectName",
      coalesce(tp.state, 'queued') as state, tp.reason,
      case when tp.state = 'waiting' then tp.next_at end as "nextAt"
    from campaign_target ct join campaign c on c.id = ct.campaign_id join subject s on s.id = c.subject_id
      left join target_progress tp on tp.target_id = ct.id
    where ct.person_id = ${personId} and c.state <> 'draft' and (${viewer.privileged} or not c.privileged)
      and (${viewer.subjectIds === null} or s.id = any(${[...(viewer.subjectIds ?? [])]}::text[]))
    order by (c.state = 'running') desc, c.created_at desc, ct.id limit 50`;
}

export interface CampaignState {
  id: string;
  mode: CampaignMode;
  subjectId: string;
  centreId: string | null;
  privileged: boolean;
}

export async function selectCampaignState(db: Queryable, id: string): Promise<CampaignState | undefined> {
  const [row] = await db<CampaignState[]>`
    select c.id, c.mode, c.subject_id as "subjectId", s.centre_id as "centreId", c.privileged
    from campaign c join subject s on s.id = c.subject_id where c.id = ${id}`;
  return row;
}

export interface ReasonCount {
  state: string;
  code: string;
  reason: string;
  count: number;
  due: number;
  nextAt: Date | null;
}

/** Targets of a campaign by state and reason; those never touched have the state `untouched`. */
export function selectReasonCounts(db: Queryable, campaignId: string, now: Date): Promise<ReasonCount[]> {
  return db<ReasonCount[]>`
    select coalesce(tp.state, 'untouched') as state, coalesce(tp.reason_code, '') as code, min(coalesce(tp.reason, '')) as reason,
      count(*)::int as count, count(*) filter (where tp.next_at <= ${now})::int as due,
      min(tp.next_at) filter (where tp.next_at > ${now}) as "nextAt"
    from campaign_target ct left join target_progress tp on tp.target_id = ct.id
    where ct.campaign_id = ${campaignId} group by 1, 2 order by count(*) desc`;
}

/** Agents who would take calls of this campaign: ready for it, or for the whole pool with its subject among their skills. */
export async function selectAgentsOf(
  db: Queryable,
  campaign: { id: string; subjectId: string },
): Promise<{ ready: number; working: number; onBreak: number }> {
  const [row] = await db<{ ready: number; working: number; onBreak: number }[]>`
    select count(*) filter (where s.state = 'available')::int as ready,
      count(*) filter (where s.state in ('reserved', 'ringing', 'talking', 'wrap_up'))::int as working,
      count(*) filter (where s.state = 'break')::int as "onBreak"
    from agent_state s join staff_account a on a.id = s.agent_id
    where s.state <> 'offline' and not s.training and (s.campaign_id = ${campaign.id} or (s.pool
      and (a.skills is null or ${campaign.subjectId} = any(a.skills))
      and (a.subject_scope is null or ${campaign.subjectId} = any(a.subject_scope))))`;
  return row ?? { ready: 0, working: 0, onBreak: 0 };
}

export async function selectPacingSentence(db: Queryable): Promise<string | null> {
  const [row] = await db<{ sentence: string }[]>`
    select sentence from pacing_status where at > now() - interval '1 minute' order by at desc limit 1`;
  return row?.sentence ?? null;
}
