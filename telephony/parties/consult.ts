import { noticeAgent } from '../agents/change-agent.ts';
import type { LiveCall } from '../calls/live-call.ts';
import { consultBridgeIdOf, MOH_HOLD } from '../context.ts';
import { agentChannel, type FlowTools } from '../flows/flow-tools.ts';
import { setHeld } from '../flows/hold-call.ts';
import type { LiveParty } from './live-party.ts';

/** The channel a party speaks through now. */
export function partyChannel({ legs }: FlowTools, party: LiveParty): string | undefined {
  if (party.channelId !== null) return party.channelId;
  return party.staffId === null ? undefined : legs.directory.ofAgent(party.staffId)?.channelId;
}

/**
 * Agent and party talk by themselves. The citizen stays in the call's bridge with music, and so does the recording: what is said
 * here is said about them, not to them. Each step may find its work done.
 */
export async function joinConsult(tools: FlowTools, call: LiveCall, party: LiveParty): Promise<void> {
  const { ctx } = tools;
  const bridgeId = consultBridgeIdOf(call.facts.id);
  await ctx.ari.createBridge(bridgeId, 'mixing', bridgeId);
  for (const channelId of [agentChannel(tools, call), partyChannel(tools, party)])
    if (channelId !== undefined) await ctx.ari.addToBridge(bridgeId, channelId);
}

export async function endConsult({ ctx }: FlowTools, call: LiveCall): Promise<void> {
  await ctx.ari.destroyBridge(consultBridgeIdOf(call.facts.id));
}

/** The agent is with the citizen again, or will be with the leg's return. */
export async function backToCitizen(tools: FlowTools, call: LiveCall, notice: string | null = null): Promise<void> {
  await setHeld(tools, call, false);
  await endConsult(tools, call);
  if (notice !== null && call.agentId) await noticeAgent(tools.ctx, call.agentId, notice);
}

/** The citizen with whoever has the call from here on. */
export async function joinCitizen(tools: FlowTools, call: LiveCall, channelId: string): Promise<void> {
  const { ctx } = tools;
  await ctx.ari.addToBridge(call.facts.bridgeId, channelId);
  await ctx.ari.stopMoh(call.facts.bridgeId);
}

/** Whatever went wrong, a citizen without anybody hears music. */
export async function musicForCitizen({ ctx }: FlowTools, call: LiveCall): Promise<void> {
  await ctx.ari.startMoh(call.facts.bridgeId, MOH_HOLD);
}
