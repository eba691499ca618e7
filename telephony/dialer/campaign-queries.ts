import type { CampaignMode } from '../../core/contracts/calls.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { calendarJson, settingJson, windowsJson } from '../../core/reach/city-queries.ts';
import type { AgentReach } from '../../core/rules/agent-lines.ts';
import type { CalendarMonth } from '../../core/rules/calendar.ts';
import type { CalendarSetting } from '../../core/rules/calendar-parameters.ts';
import type { CallingWindow } from '../../core/rules/calling-window.ts';
import type { CrewMember } from '../../core/rules/line-staffing.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';

export interface TrunkRow {
  id: string;
  name: string;
  kind: string;
  endpoint: string;
  onThisNode: boolean;
  freeChannels: number;
}

export interface AgentOfCampaign extends AgentReach {
  privileged: boolean;
  languages: string[];
  stayCalls: number;
  lineSubjectId: string | null;
  lineCalls: number;
}

export interface CampaignRow {
  campaignId: string;
  state: string;
  mode: CampaignMode;
  privileged: boolean;
  /** Invented citizens: dialled over the simulator and nothing else. */
  training: boolean;
  /** The city lets this subject be called predictively today. */
  predictiveApproved: boolean;
  ringTimeoutSec: number;
  subject: SharingScope & { active: boolean; centreId: string | null };
  callerId: string;
  /** ISO 639-1: spoken by somebody on duty. */
  spokenNow: string[];
  windows: CallingWindow[];
  trunks: TrunkRow[];
  /** Null without an agent, and for an account that is closed. */
  agent: AgentOfCampaign | null;
  dialling: unknown;
  subjectDialling: unknown;
  stopPolicy: unknown;
  leadingSubject: unknown;
  /** Windows of the other subjects that are called in the same sharing group. */
  otherLines: { subjectId: string; centreId: string | null; windows: CallingWindow[] }[];
  calendar: { settings: CalendarSetting[]; months: CalendarMonth[] };
  hold: { kind: string } | null;
}

export interface WhichCampaigns {
  /** These, running or not. */
  ids?: readonly string[];
  /** The running ones of the subject; without ids and subject: every running one. */
  subjectId?: string;
}

/** Everything the gate needs that is the same for all persons of a campaign, most important campaign first. */
export async function selectCampaigns(
  db: Queryable,
  which: WhichCampaigns,
  agentId: string | null,
  node: string,
  today: string,
): Promise<CampaignRow[]> {
  const chosen = which.ids
    ? db`c.id = any(${which.ids as string[]}::uuid[])`
    : db`c.state = 'running' and not c.training and (${which.subjectId ?? null}::text is null or c.subject_id = ${which.subjectId ?? null})`;
  return db<CampaignRow[]>`
    with trunks as materialized (
      select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'kind', t.kind, 'endpoint', t.endpoint,
        'onThisNode', t.node = ${node}, 'freeChannels', greatest(case when t.node = ${node} then t.channels else 0 end
          - (select count(*) from call o where o.trunk_id = t.id and o.ended_at is null), 0)) order by t.id), '[]') as rows
      from trunk t where t.enabled),
    agent as materialized (
      select jsonb_build_object('privileged', a.privileged, 'subjectScope', a.subject_scope, 'centreScope', a.centre_scope,
        'skills', a.skills, 'languages', a.languages, 'stayCalls', a.stay_calls, 'lineSubjectId', g.line_subject_id,
        'lineCalls', coalesce(g.line_calls, 0)) as row
      from staff_account a left join agent_state g on g.agent_id = a.id
      where a.id = ${agentId}::uuid and a.disabled_at is null)
    select c.id as "campaignId", c.state, c.mode, c.privileged, c.training, c.ring_timeout_sec as "ringTimeoutSec",
      s.caller_id as "callerId",
      (select coalesce(jsonb_agg(distinct spoken), '[]') from agent_state d join staff_account w on w.id = d.agent_id, unnest(w.languages) spoken
        where d.state <> 'offline' and not d.training and w.disabled_at is null) as "spokenNow",
      exists (select 1 from predictive_approval pa where pa.subject_id = s.id and pa.valid_from <= ${today}::date
        and (pa.valid_to is null or pa.valid_to >= ${today}::date)) as "predictiveApproved",
      jsonb_build_object('subjectId', s.id, 'debtClass', s.debt_class, 'sharingGroup', s.sharing_group, 'active', s.active,
        'centreId', s.centre_id) as subject,
      ${windowsJson(db, db`s.id`)} as windows,
      (select coalesce(jsonb_agg(jsonb_build_object('subjectId', o.id, 'centreId', o.centre_id,
          'windows', ${windowsJson(db, db`o.id`)})), '[]')
        from subject o where o.sharing_group = s.sharing_group and o.id <> s.id and o.active
          and exists (select 1 from campaign oc where oc.subject_id = o.id and oc.state = 'running' and not oc.training)) as "otherLines",
      (select rows from trunks) as trunks,
      (select row from agent) as agent,
      ${settingJson(db, today, db`'dialling'`)} as dialling,
      ${settingJson(db, today, db`'dialling:' || s.id`)} as "subjectDialling",
      ${settingJson(db, today, db`'stop_policy'`)} as "stopPolicy",
      ${settingJson(db, today, db`'leading_subject'`)} as "leadingSubject",
      ${calendarJson(db, today)} as calendar,
      (select jsonb_build_object('kind', h.kind) from dialling_hold h where h.node = ${node} and h.confirmed_at is null
        order by h.id limit 1) as hold
    from campaign c join subject s on s.id = c.subject_id
    where ${chosen}
    order by c.priority, c.created_at, c.id`;
}

export type TermsRow = Pick<CampaignRow, 'windows' | 'calendar' | 'dialling' | 'subjectDialling'> & {
  centreId: string | null;
};

/** Of a campaign only what a call that is over is judged by. */
export async function selectTerms(db: Queryable, campaignId: string, today: string): Promise<TermsRow | undefined> {
  const [row] = await db<TermsRow[]>`
    select s.centre_id as "centreId", ${windowsJson(db, db`s.id`)} as windows, ${calendarJson(db, today)} as calendar,
      ${settingJson(db, today, db`'dialling'`)} as dialling, ${settingJson(db, today, db`'dialling:' || s.id`)} as "subjectDialling"
    from campaign c join subject s on s.id = c.subject_id where c.id = ${campaignId}`;
  return row;
}

/** Everybody who ever logged in here and still may: who works which line is a rule (`core/rules/line-staffing.ts`). */
export async function selectCrew(db: Queryable): Promise<CrewMember[]> {
  return db<CrewMember[]>`
    select s.skills, s.subject_scope as "subjectScope", s.centre_scope as "centreScope", s.privileged,
      a.state <> 'offline' as "onNow", a.since, case when not a.pool then c.subject_id end as "onlySubjectId"
    from agent_state a join staff_account s on s.id = a.agent_id left join campaign c on c.id = a.campaign_id
    where s.disabled_at is null and not a.training`;
}
