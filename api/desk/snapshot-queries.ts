import type { AgentStateName, CallDirection, CallState, CampaignMode, LineResult } from '../../core/contracts/calls.ts';
import type {
  CallOffer,
  CheckSnapshot,
  HelpRequest,
  PartySnapshot,
  PassedFrom,
} from '../../core/contracts/realtime.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { IdentityResult, IdentitySpeaker } from '../../core/rules/identity.ts';
import { helpFor, isLost } from './help-queries.ts';
import { passedFrom } from './passed-from.ts';
import { phoneOfCall } from './phone-of-call.ts';

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
  unknown_caller: boolean;
  dialled_at: Date | null;
  answered_at: Date | null;
  ended_at: Date | null;
  line_result: LineResult | null;
  ended_by: string | null;
  identity: {
    passed: boolean;
    speaker: IdentitySpeaker | null;
    name: IdentityResult;
    factors: CheckSnapshot['factors'];
  } | null;
  /** Somebody asks me in: whose party I would be. */
  offer: Omit<CallOffer, 'from' | 'seat' | 'identityPassed'> | null;
  owner_seat: string | null;
  /** The agent of the call in hand when it is somebody else's. */
  joined_for: string | null;
  parties: PartySnapshot[];
  passed_on: boolean;
  passed_from: PassedFrom | null;
  pause_setting: unknown;
  paused_from_ms: number | null;
  help_asked: HelpRequest[];
}

/**
 * One statement, so row, call and check are of the same moment. Of one agent, because making its plan costs ten times as much as running
 * it: with a list of agents the server would make a new one each time.
 */
export async function selectSnapshot(db: Queryable, agentId: string, today: string): Promise<SnapshotRow | undefined> {
  const [row] = await db<SnapshotRow[]>`
    select a.agent_id, a.seq, a.state, a.since, a.intent, a.leg_up, a.media_proven_at is not null as media_proven, a.notice,
      a.target_id, a.held, a.pool, l.id as line_id, l.name as line_name, l.short_name as line_short_name, l.colour as line_colour,
      l.caller_id as line_caller_id,
      case when a.reserved_until is not null and a.state = 'reserved'
        then greatest(extract(epoch from a.reserved_until - clock_timestamp()) * 1000, 0)::float8 end as preview_left_ms, c.id as campaign_id, c.name as campaign_name, c.mode, c.subject_id, k.id as call_id,
      k.state as call_state, k.direction, k.subject_id as call_subject_id, k.caller_id,
      ${phoneOfCall(db)} as phone_id,
      coalesce(k.direction <> 'synthetic' and k.person_id is null, false) as unknown_caller, k.dialled_at, k.answered_at, k.ended_at,
      k.line_result, k.ended_by,
      -- The check is the call's: it goes with it to whoever it is passed on to.
      (select jsonb_build_object('passed', i.passed, 'speaker', i.speaker, 'name', i.name_result, 'factors', i.factors)
        from identity_check i where i.call_id = k.id and i.person_id = k.person_id order by i.at desc, i.id desc limit 1) as identity,
      case when k.agent_id <> a.agent_id then o.display_name end as joined_for, o.seat_no::text as owner_seat,
      case when k.agent_id <> a.agent_id and a.state = 'ringing' then (select jsonb_build_object('purpose', j.purpose, 'blind', j.blind,
          'leftMs', greatest(round(extract(epoch from a.reserved_until - clock_timestamp()) * 1000), 0))
        from call_party j where j.call_id = k.id and j.staff_id = a.agent_id and j.state = 'dialling' limit 1) end as offer,
      coalesce((select jsonb_agg(jsonb_build_object('id', j.id, 'kind', j.kind, 'purpose', j.purpose, 'state', j.state, 'label', j.label,
          'blind', j.blind) order by j.created_at, j.id)
        from call_party j where j.call_id = k.id and k.ended_at is null and j.state in ('dialling', 'consulting', 'joined')
          and j.staff_id is distinct from k.agent_id), '[]') as parties,
      exists (select 1 from call_party j where j.call_id = k.id and j.purpose = 'transfer' and j.joined_at is not null
        and j.channel_id is not null) as passed_on,
      ${passedFrom(db)} as passed_from,
      (select z.value from setting z where z.key = 'recording_pause' and z.valid_from <= ${today}::date
        order by z.valid_from desc limit 1) as pause_setting,
      (select r.from_real_ms from recording_pause r where r.call_id = k.id and r.to_real_ms is null)::float8 as paused_from_ms,
      coalesce((select jsonb_agg(jsonb_build_object('callId', h.call_id, 'agentName', w.display_name, 'seat', w.seat_no::text,
          'subjectName', u.short_name, 'lost', ${isLost(db)}, 'since', h.created_at) order by ${isLost(db)} desc, h.created_at)
        ${helpFor(db)} and q.node = a.node), '[]') as help_asked
    from agent_state a
    join staff_account me on me.id = a.agent_id
    left join campaign_target t on t.id = a.target_id
    -- An agent of the pool chose no campaign: the case in hand says which line it is.
    left join campaign c on c.id = coalesce(t.campaign_id, a.campaign_id)
    left join call k on k.id = a.call_id
    left join staff_account o on o.id = k.agent_id
    left join subject l on l.id = coalesce(k.subject_id, case when a.target_id is not null then c.subject_id end)
    where a.agent_id = ${agentId}`;
  return row;
}

export function selectSequences(
  db: Queryable,
  agentIds: readonly string[],
): Promise<{ agent_id: string; seq: number }[]> {
  return db`select agent_id, seq from agent_state where agent_id = any(${[...agentIds]}::uuid[])`;
}
