import { isInCall } from '../../core/rules/agent-state.ts';
import { type AgentLegs, releaseIfReserved } from '../agents/agent-legs.ts';
import { changeAgent } from '../agents/change-agent.ts';
import { NOTICES } from '../agents/notices.ts';
import { type AgentRow, agentsOfNode } from '../agents/queries.ts';
import type { CallDirectory } from '../calls/call-directory.ts';
import { callEndState } from '../calls/queries.ts';
import type { TelephonyContext } from '../context.ts';

/** Its own writing is under way for so long at most. */
const JUST_UP_MS = 2_000;

/** Agents' rows that say what is not so: a leg that went or came unseen, a call that is over. */
export async function settleAgents(ctx: TelephonyContext, legs: AgentLegs, calls: CallDirectory): Promise<void> {
  for (const agent of await agentsOfNode(ctx.sql, ctx.node)) {
    const leg = legs.directory.ofAgent(agent.agentId);
    if (agent.legUp && !leg) await legLost(ctx, agent);
    if (leg && !(agent.legUp && leg.written) && leg.upAtMs < Date.now() - JUST_UP_MS) await legs.writeUp(leg);
    if (isInCall(agent) && agent.callId && !calls.get(agent.callId)) await leaveEndedCall(ctx, agent, agent.callId);
  }
}

async function legLost(ctx: TelephonyContext, agent: AgentRow): Promise<void> {
  await ctx.sql.begin(async (tx) => {
    const change = await changeAgent(ctx, tx, agent.agentId, { type: 'leg_lost' }, { notice: NOTICES.legLost });
    await releaseIfReserved(ctx, tx, change);
  });
}

async function leaveEndedCall(ctx: TelephonyContext, agent: AgentRow, callId: string): Promise<void> {
  const call = await callEndState(ctx.sql, callId);
  if (!call?.ended) return;
  ctx.logger.warn({ agentId: agent.agentId, callId }, 'agent was still in a call that is over');
  await ctx.sql.begin((tx) =>
    changeAgent(ctx, tx, agent.agentId, {
      type: 'call_over',
      callId,
      wrapUp: call.answered && call.agentId === agent.agentId,
    }),
  );
}
