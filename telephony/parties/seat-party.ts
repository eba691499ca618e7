import { releaseIfReserved } from '../agents/agent-legs.ts';
import { changeAgent } from '../agents/change-agent.ts';
import { NOTICES } from '../agents/notices.ts';
import type { LiveCall } from '../calls/live-call.ts';
import type { TelephonyContext } from '../context.ts';
import { lockFreeAgent } from '../pool/seat-agent.ts';
import type { LiveParty } from './live-party.ts';
import { writeParty } from './queries.ts';
import { callToShare } from './target-queries.ts';

/**
 * Passed on to a line: whoever of it is free joins the call as a party, in one transaction; its agent still has it. Nobody who may not hear
 * the person is found. A citizen whose agent was lost has nobody: with nobody free it is whoever only reads a case, which goes back.
 */
export async function seatParty(
  ctx: TelephonyContext,
  call: LiveCall,
  party: LiveParty,
  agentIds: readonly string[],
): Promise<boolean> {
  const callId = call.facts.id;
  const found = await ctx.sql.begin(async (tx) => {
    const facts = await callToShare(tx, callId);
    const privileged = facts?.shielded ?? true;
    const lock = (reading: boolean) =>
      lockFreeAgent(tx, ctx.node, party.subjectId, { agentIds, anyCampaign: true, privileged, reading });
    const free = await lock(false);
    const fromPreview = free === undefined && party.purpose === 'take_over';
    const agentId = fromPreview ? await lock(true) : free;
    if (agentId === undefined) return undefined;
    const event = { type: 'party_joined' as const, callId, fromBreak: false, fromPreview };
    const change = await changeAgent(ctx, tx, agentId, event, { notice: fromPreview ? NOTICES.calledAway : null });
    if (!change) return undefined;
    await writeParty(tx, callId, { ...party, staffId: agentId, state: 'consulting' }, ctx.clock.now());
    // Agents are locked before targets.
    await releaseIfReserved(ctx, tx, change, 'called_away');
    return agentId;
  });
  if (found === undefined) return false;
  party.staffId = found;
  party.state = 'consulting';
  ctx.failPoint('after-party-seat');
  return true;
}
