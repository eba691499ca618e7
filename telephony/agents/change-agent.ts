import type { TransactionSql } from '../../core/platform/postgres.ts';
import { type AgentEvent, nextAgentState } from '../../core/rules/agent-state.ts';
import type { TelephonyContext } from '../context.ts';
import { type AgentRow, lockAgent, writeAgent } from './queries.ts';

/** What the reducer does not decide. `undefined` leaves a field as it is. */
export interface AgentPatch {
  loginId?: string | null;
  legChannelId?: string | null;
  /** One Japanese sentence for the desk; null takes it away. */
  notice?: string | null;
  /** The subject of a call that begins: counted for "stay on a line". */
  line?: string | null;
  /** End of the preview timer. */
  reservedUntil?: Date | null;
}

export interface AgentChange {
  before: AgentRow;
  after: AgentRow;
}

/**
 * Applies one event to the agent's row inside the caller's transaction: lock, reduce, write with `seq` + 1.
 * @param agent the row itself where this transaction has locked it already, as it stands now
 * @returns undefined when the event does not apply (late, doubled, unknown agent): nothing is then written.
 */
export async function changeAgent(
  ctx: Pick<TelephonyContext, 'clock' | 'logger' | 'node'>,
  tx: TransactionSql,
  agent: string | AgentRow,
  event: AgentEvent,
  patch: AgentPatch = {},
): Promise<AgentChange | undefined> {
  const before = typeof agent === 'string' ? await lockAgent(tx, agent) : agent;
  const facts = before && nextAgentState(before, event);
  if (!before || !facts) return undefined;
  const { line, ...rest } = patch;
  const after: AgentRow = { ...before, ...facts, ...rest, ...lineAfter(before, line) };
  if (!facts.loggedIn) after.loginId = null;
  if (!facts.legUp) after.legChannelId = null;
  await writeAgent(tx, before, after, ctx.node, ctx.clock.now());
  if (before.state !== after.state)
    ctx.logger.info({ agentId: before.agentId, from: before.state, to: after.state, event: event.type }, 'agent state');
  return { before, after };
}

function lineAfter(before: AgentRow, line: string | null | undefined): Partial<AgentRow> {
  if (line === undefined || line === null) return {};
  return { lineSubjectId: line, lineCalls: before.lineSubjectId === line ? before.lineCalls + 1 : 1 };
}

/** Only what the agent reads changes. */
export async function noticeAgent(
  ctx: Pick<TelephonyContext, 'sql' | 'clock' | 'node'>,
  agentId: string,
  notice: string | null,
): Promise<void> {
  await ctx.sql.begin(async (tx) => {
    const before = await lockAgent(tx, agentId);
    if (!before || before.notice === notice) return;
    await writeAgent(tx, before, { ...before, notice }, ctx.node, ctx.clock.now());
  });
}
