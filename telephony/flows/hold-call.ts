import { changeAgent } from '../agents/change-agent.ts';
import type { LiveCall, Reply } from '../calls/live-call.ts';
import { insertCallEvent, markHeld } from '../calls/queries.ts';
import { MOH_HOLD } from '../context.ts';
import { openTransfer } from '../parties/live-party.ts';
import { agentChannel, type FlowTools } from './flow-tools.ts';

/**
 * Hold is ours, not SIP's: the agent's leg waits in the holding bridge, the citizen stays in the call's bridge (and in
 * the recording) and hears music.
 */
export async function holdCall(tools: FlowTools, call: LiveCall, on: boolean, reply: Reply): Promise<void> {
  if (!agentChannel(tools, call)) {
    reply.refuse('call/no-leg', '音声の接続が切れているため、操作できません。');
    return;
  }
  if (openTransfer(call)) {
    reply.refuse('transfer/open', '転送の途中です。転送を完了するか、取り消してください。');
    return;
  }
  await setHeld(tools, call, on);
  reply.done();
}

/** The agent's leg, if there is one, moves with it. */
export async function setHeld(tools: FlowTools, call: LiveCall, on: boolean): Promise<void> {
  const { ctx, legs } = tools;
  if (call.held === on) return;
  const leg = agentChannel(tools, call);
  if (on) {
    if (leg) await legs.park(leg);
    await ctx.ari.startMoh(call.facts.bridgeId, MOH_HOLD);
  } else {
    if (leg) {
      await ctx.ari.stopMoh(call.facts.bridgeId);
      await ctx.ari.addToBridge(call.facts.bridgeId, leg);
    }
  }
  call.held = on;
  // Music or not is the hold's business from here on.
  call.comforted = false;
  call.phase = on ? 'held' : 'talking';
  await ctx.sql.begin(async (tx) => {
    await markHeld(tx, call.facts.id, on);
    if (call.agentId) await changeAgent(ctx, tx, call.agentId, { type: 'held', callId: call.facts.id, on });
    await insertCallEvent(tx, call.facts.id, ctx.clock.now(), on ? 'held' : 'resumed');
  });
}
