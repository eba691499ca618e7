import type { AgentStateName } from '../../core/contracts/calls.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { AgentFacts } from '../../core/rules/agent-state.ts';
import { isDeviceProblem } from '../../core/rules/device-problem.ts';

export interface AgentRow extends AgentFacts {
  agentId: string;
  loginId: string | null;
  legChannelId: string | null;
  notice: string | null;
  /** The line of the last call, and how many in a row: what "stay on a line" counts by. */
  lineSubjectId: string | null;
  lineCalls: number;
  /** Database clock: the preview timer; null without one. */
  reservedUntil: Date | null;
}

interface RawAgent {
  agent_id: string;
  login_id: string | null;
  state: AgentStateName;
  intent: 'ready' | 'break';
  campaign_id: string | null;
  leg_channel_id: string | null;
  leg_up: boolean;
  media_proven_at: Date | null;
  device_problem: string | null;
  target_id: number | null;
  call_id: string | null;
  held: boolean;
  notice: string | null;
  pool: boolean;
  line_subject_id: string | null;
  line_calls: number;
  reserved_until: Date | null;
}

function toAgent(row: RawAgent): AgentRow {
  return {
    agentId: row.agent_id,
    loginId: row.login_id,
    state: row.state,
    loggedIn: row.login_id !== null,
    intent: row.intent,
    legUp: row.leg_up,
    mediaProven: row.media_proven_at !== null,
    // A word of another version of the product keeps citizens away until the page has spoken again.
    deviceProblem: row.device_problem === null || isDeviceProblem(row.device_problem) ? row.device_problem : 'unseen',
    campaignId: row.campaign_id,
    targetId: row.target_id,
    callId: row.call_id,
    held: row.held,
    legChannelId: row.leg_channel_id,
    notice: row.notice,
    pool: row.pool,
    lineSubjectId: row.line_subject_id,
    lineCalls: row.line_calls,
    reservedUntil: row.reserved_until,
  };
}

export async function lockAgent(db: Queryable, agentId: string): Promise<AgentRow | undefined> {
  const [row] = await db<RawAgent[]>`select * from agent_state where agent_id = ${agentId} for update`;
  return row && toAgent(row);
}

export async function agentsOfNode(db: Queryable, node: string): Promise<AgentRow[]> {
  const rows = await db<
    RawAgent[]
  >`select * from agent_state where node = ${node} and state <> 'offline' order by agent_id`;
  return rows.map(toAgent);
}

/** Those who might be given something to do. */
export async function idleAgents(db: Queryable, node: string): Promise<AgentRow[]> {
  const rows = await db<
    RawAgent[]
  >`select * from agent_state where node = ${node} and state = 'available' order by agent_id`;
  return rows.map(toAgent);
}

/** Who is logged in, by log-in. */
export async function agentsByLogin(
  db: Queryable,
  node: string,
): Promise<{ agentId: string; loginId: string | null }[]> {
  return db<{ agentId: string; loginId: string | null }[]>`
    select agent_id as "agentId", login_id as "loginId" from agent_state where node = ${node} and state <> 'offline' order by agent_id`;
}

/** First log-in on this installation makes the row. */
export async function ensureAgentRow(db: Queryable, agentId: string, node: string, at: Date): Promise<void> {
  await db`insert into agent_state (agent_id, node, state, since) values (${agentId}, ${node}, 'offline', ${at})
    on conflict (agent_id) do nothing`;
}

/** Writes the whole row; `seq` grows by one. `since` moves only when the state's name does. */
export async function writeAgent(
  db: Queryable,
  before: AgentRow,
  after: AgentRow,
  node: string,
  at: Date,
): Promise<void> {
  const moved = before.state !== after.state;
  // A preview's time ends with the dial; what rings on the desk as an offer of a colleague has a time of its own.
  const isTimed = after.state === 'reserved' || (after.state === 'ringing' && before.state !== 'reserved');
  await db`update agent_state set seq = seq + 1, node = ${node}, login_id = ${after.loginId}, state = ${after.state},
      since = case when ${moved} then ${at}::timestamptz else since end,
      since_real = case when ${moved} then now() else since_real end,
      intent = ${after.intent}, campaign_id = ${after.campaignId}, leg_channel_id = ${after.legChannelId},
      leg_up = ${after.legUp}, pool = ${after.pool}, line_subject_id = ${after.lineSubjectId},
      line_calls = ${after.lineCalls}, reserved_until = ${isTimed ? after.reservedUntil : null},
      media_proven_at = case when ${after.mediaProven} then coalesce(media_proven_at, now()) end, device_problem = ${after.deviceProblem},
      target_id = ${after.targetId}, call_id = ${after.callId}, held = ${after.held}, notice = ${after.notice},
      wrap_up_until = null
    where agent_id = ${after.agentId}`;
}

/** The proof's age, without a new `seq`: nothing the desk shows has changed. */
export async function refreshMediaProof(db: Queryable, agentIds: string[]): Promise<void> {
  await db`update agent_state set media_proven_at = now()
    where agent_id = any(${agentIds}::uuid[]) and media_proven_at is not null`;
}

/** The page spoke, now. */
export async function markDeviceSeen(db: Queryable, agentId: string): Promise<void> {
  await db`update agent_state set device_seen_at = now() where agent_id = ${agentId}`;
}

/** Agents whose page nobody can have heard, because the api itself is silent for so long. Those marked already are left out. */
export async function agentsUnheard(db: Queryable, node: string, apiSilentMs: number): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    select a.agent_id as id from agent_state a join agent_login l on l.id = a.login_id
    where a.node = ${node} and l.device = 'webrtc' and l.ended_at is null and a.device_problem is distinct from 'unseen'
      and exists (select 1 from process_heartbeat where process = 'api')
      and not exists (select 1 from process_heartbeat where process = 'api'
        and at > clock_timestamp() - ${apiSilentMs} * interval '1 millisecond')
    order by a.agent_id`;
  return rows.map(({ id }) => id);
}

export interface LoginRow {
  id: string;
  agentId: string;
  sipUser: string;
  sipHa1: string;
  /** `sip`: a telephone over UDP instead of a browser; the api lets it in on simulated trunks only. */
  device: 'webrtc' | 'sip';
}

export async function openLogins(db: Queryable, node: string): Promise<LoginRow[]> {
  return db<
    LoginRow[]
  >`select id, staff_id as "agentId", sip_user as "sipUser", sip_ha1 as "sipHa1", device from agent_login
    where node = ${node} and ended_at is null order by created_at`;
}

/** Identities that may still be in Asterisk's memory because they ended while no controller was running. */
export async function recentlyEndedLogins(db: Queryable, node: string): Promise<LoginRow[]> {
  return db<
    LoginRow[]
  >`select id, staff_id as "agentId", sip_user as "sipUser", sip_ha1 as "sipHa1", device from agent_login
    where node = ${node} and ended_at > now() - interval '1 day' order by ended_at desc limit 500`;
}
