import { changeAgent } from '../agents/change-agent.ts';
import type { LiveCall, Reply } from '../calls/live-call.ts';
import { insertCallEvent, markHeld } from '../calls/queries.ts';
import { MOH_HOLD } from '../context.ts';
import { agentChannel, type FlowTools } from './flow-tools.ts';

/**
 * Hold is ours, not SIP's: the agent's leg waits in the holding bridge, the citizen stays in the call's bridge (and in
 * the recording) and hears music.
 */
export async function holdCall(tools: FlowTools, call: LiveCall, on: boolean, reply: Reply): Promise<void> {
  const { ctx, legs } = tools;
  const leg = agentChannel(tools, call);
  if (!leg) {
    reply.refuse('call/no-leg', '音声の接続が切れているため、操作できません。');
    return;
  }
  if (call.held === on) {
    reply.done();
    return;
  }
  if (on) {
    await legs.park(leg);
    await ctx.ari.startMoh(call.facts.bridgeId, MOH_HOLD);
  } else {
    await ctx.ari.stopMoh(call.facts.bridgeId);
    await ctx.ari.addToBridge(call.facts.bridgeId, leg);
  }
  call.held = on;
  call.phase = on ? 'held' : 'talking';
  await ctx.sql.begin(async (tx) => {
    await markHeld(tx, call.facts.id, on);
    if (call.agentId) await changeAgent(ctx, tx, call.agentId, { type: 'held', callId: call.facts.id, on });
    await insertCallEvent(tx, call.facts.id, ctx.clock.now(), on ? 'held' : 'resumed');
  });
  reply.done();
}
