import type { AgentStateName, CallDirection, CallState, CampaignMode, LineResult } from '../../core/contracts/calls.ts';
import type { Queryable } from '../../core/platform/postgres.ts';

export interface SnapshotRow {
  agent_id: string;
  seq: number;
  state: AgentStateName;
  since: Date;
  intent: 'ready' | 'break';
  leg_up: boolean;
  media_proven: boolean;
  notice: string | null;
  target_id: number | null;
  held: boolean;
  campaign_id: string | null;
  campaign_name: string | null;
  mode: CampaignMode | null;
  subject_id: string | null;
  pool: boolean;
  preview_left_ms: number | null;
  line_id: string | null;
  line_name: string;
  line_short_name: string;
  line_colour: string;
  line_caller_id: string;
  call_id: string | null;
  call_state: CallState | null;
  direction: CallDirection | null;
  call_subject_id: string | null;
  caller_id: string | null;
  phone_id: number | null;
  dialled_at: Date | null;
  answered_at: Date | null;
  ended_at: Date | null;
  line_result: LineResult | null;
  ended_by: string | null;
  identity_passed: boolean;
}

/** One statement, so row, call and check are of the same moment. */
export function selectSnapshots(db: Queryable, agentIds: readonly string[]): Promise<SnapshotRow[]> {
  return db<SnapshotRow[]>`
    select a.agent_id, a.seq, a.state, a.since, a.intent, a.leg_up, a.media_proven_at is not null as media_proven, a.notice,
      a.target_id, a.held, a.pool, l.id as line_id, l.name as line_name, l.short_name as line_short_name, l.colour as line_colour,
      l.caller_id as line_caller_id,
      case when a.reserved_until is not null
        then greatest(extract(epoch from a.reserved_until - clock_timestamp()) * 1000, 0)::float8 end as preview_left_ms, c.id as campaign_id, c.name as campaign_name, c.mode, c.subject_id, k.id as call_id,
      k.state as call_state, k.direction, k.subject_id as call_subject_id, k.caller_id, k.phone_id, k.dialled_at, k.answered_at, k.ended_at,
      k.line_result, k.ended_by,
      coalesce((select i.passed from identity_check i where i.call_id = k.id and i.staff_id = a.agent_id
        order by i.at desc, i.id desc limit 1), false) as identity_passed
    from agent_state a
    left join campaign_target t on t.id = a.target_id
    -- An agent of the pool chose no campaign: the case in hand says which line it is.
    left join campaign c on c.id = coalesce(t.campaign_id, a.campaign_id)
    left join call k on k.id = a.call_id
    left join subject l on l.id = coalesce(k.subject_id, case when a.target_id is not null then c.subject_id end)
    where a.agent_id = any(${[...agentIds]}::uuid[])`;
}

export function selectSequences(
  db: Queryable,
  agentIds: readonly string[],
): Promise<{ agent_id: string; seq: number }[]> {
  return db`select agent_id, seq from agent_state where agent_id = any(${[...agentIds]}::uuid[])`;
}
