import type { CallState } from '../../core/contracts/calls.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { IdentitySpeaker } from '../../core/rules/identity.ts';

export interface OwnWorkRow {
  target_id: number;
  person_id: number;
  campaign_id: string;
  subject_id: string;
  /** The agent's call with this target, from before the dial to the end of wrap-up. */
  call_id: string | null;
  call_state: CallState | null;
  answered: boolean;
  direction: 'outbound' | 'inbound' | 'synthetic' | null;
  /** By the newest check of that call: a later failed one closes again. */
  identity_passed: boolean;
  /** Who was checked; null = nobody, or in a version that did not ask. */
  speaker: IdentitySpeaker | null;
}

/** The target is the agent's when their row holds it or a living lease names them. */
export async function selectOwnTarget(
  db: Queryable,
  agentId: string,
  targetId: number,
): Promise<OwnWorkRow | undefined> {
  const [row] = await db<OwnWorkRow[]>`
    select t.id as target_id, t.person_id, t.campaign_id, c.subject_id, k.id as call_id, k.state as call_state,
      k.answered_at is not null as answered, k.direction,
      coalesce(i.passed, false) as identity_passed, i.speaker
    from campaign_target t
    join campaign c on c.id = t.campaign_id
    left join agent_state a on a.agent_id = ${agentId} and a.target_id = t.id and a.state <> 'offline'
    left join target_progress p on p.target_id = t.id and p.lease_agent_id = ${agentId} and p.lease_until > now()
    -- Also a call that is being dialled for this agent before the agent's own row says so: unlocked must lag, never lead.
    left join lateral (
      select * from call where target_id = t.id and agent_id = ${agentId} and (id = a.call_id or ended_at is null)
      order by created_at desc limit 1) k on true
    -- The check is the call's: it goes with it to whoever it is passed on to.
    left join lateral (
      select passed, speaker from identity_check where call_id = k.id and person_id = t.person_id order by at desc, id desc limit 1
    ) i on true
    where t.id = ${targetId} and (a.agent_id is not null or p.target_id is not null)`;
  return row;
}

export interface OwnCallRow {
  id: string;
  state: CallState;
  answered: boolean;
  person_id: number | null;
  target_id: number | null;
  campaign_id: string | null;
  subject_id: string | null;
  direction: 'outbound' | 'inbound' | 'synthetic';
  /** False while a citizen who called still listens to the notice, or waits: the agent sees who it may be and hears nobody. */
  heard: boolean;
  /** The citizen talks on with a telephone outside: to this agent the call is over. */
  passed_on: boolean;
}

export async function selectOwnCall(db: Queryable, agentId: string, callId: string): Promise<OwnCallRow | undefined> {
  const [row] = await db<OwnCallRow[]>`
    select k.id, k.state, k.answered_at is not null as answered, k.person_id, k.target_id, k.campaign_id, k.subject_id, k.direction,
      k.direction <> 'inbound' or k.bridged_at is not null as heard,
      exists (select 1 from call_party j where j.call_id = k.id and j.purpose = 'transfer' and j.joined_at is not null
        and j.channel_id is not null) as passed_on
    from call k join agent_state a on a.agent_id = ${agentId} and a.call_id = k.id and a.state <> 'offline'
    where k.id = ${callId} and k.agent_id = ${agentId}`;
  return row;
}
