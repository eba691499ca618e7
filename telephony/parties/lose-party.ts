import { messageOf } from '../../core/platform/errors.ts';
import { changeAgent, noticeAgent } from '../agents/change-agent.ts';
import { NOTICES } from '../agents/notices.ts';
import type { LiveCall } from '../calls/live-call.ts';
import { insertCallEvent } from '../calls/queries.ts';
import type { FlowTools } from '../flows/flow-tools.ts';
import { backToCitizen, partyChannel } from './consult.ts';
import { isOffered, type LiveParty, openTransfer, type PartyOutcome } from './live-party.ts';
import { endParty } from './queries.ts';

/** What the agent is told of a transfer that came to nothing; nothing when they ended it themselves. */
const TOLD: Partial<Record<PartyOutcome, string>> = {
  no_answer: NOTICES.partyNoAnswer,
  declined: NOTICES.partyDeclined,
  hung_up: NOTICES.partyGone,
  leg_lost: NOTICES.partyGone,
  failed: NOTICES.partyFailed,
};

/** The same of somebody who was to join the conversation: it has gone on meanwhile. */
const TOLD_OF_JOIN: Partial<Record<PartyOutcome, string>> = {
  no_answer: NOTICES.joinNoAnswer,
  declined: NOTICES.joinDeclined,
  failed: NOTICES.joinFailed,
};

/** Somebody leaves, or never came: rows first, then sound. Was it the transfer, the agent is back with the citizen. */
export async function loseParty(
  tools: FlowTools,
  call: LiveCall,
  party: LiveParty,
  outcome: PartyOutcome,
): Promise<void> {
  const { ctx, room, legs } = tools;
  const callId = call.facts.id;
  if (party.subjectId !== null && party.staffId === null) await room.leaveTransfer(call, party);
  const wasTransfer = openTransfer(call) === party;
  const at = ctx.clock.now();
  const { staffId } = party;
  await ctx.sql.begin(async (tx) => {
    const missed = isOffered(party) && outcome === 'no_answer' ? { notice: NOTICES.offerMissed } : {};
    if (staffId !== null) await changeAgent(ctx, tx, staffId, { type: 'call_over', callId, wrapUp: false }, missed);
    const state = party.state === 'dialling' ? 'failed' : 'left';
    await endParty(tx, callId, party.id, { state, outcome, at });
    await insertCallEvent(tx, callId, at, 'party_left', { partyId: party.id, kind: party.kind, outcome });
  });
  call.parties = call.parties.filter((other) => other !== party);
  await silently(tools, call, () => releaseChannel(tools, party));
  const told = TOLD_OF_JOIN[outcome];
  if (wasTransfer) await backToCitizen(tools, call, TOLD[outcome] ?? null);
  else if (party.purpose === 'three_way' && told !== undefined && call.agentId !== null)
    await noticeAgent(ctx, call.agentId, told);
  else if (party.purpose === 'help' && party.state === 'joined' && call.agentId !== null)
    await noticeAgent(ctx, call.agentId, null);
  if (staffId !== null) legs.onRoutable();
}

/** A telephone is hung up, a colleague's leg goes back to where legs wait. */
export async function releaseChannel(tools: FlowTools, party: LiveParty): Promise<void> {
  const channelId = partyChannel(tools, party);
  // A leg that only rang on a desk never left its place.
  if (channelId === undefined || isOffered(party)) return;
  if (party.channelId !== null) await tools.ctx.ari.hangUp(channelId);
  else await tools.legs.park(channelId);
}

/** A channel that goes in this very moment: reconcile finds what is left of it. */
async function silently(tools: FlowTools, call: LiveCall, work: () => Promise<void>): Promise<void> {
  await work().catch((error: unknown) =>
    tools.ctx.logger.warn({ callId: call.facts.id, err: messageOf(error) }, 'a party could not be let go'),
  );
}
