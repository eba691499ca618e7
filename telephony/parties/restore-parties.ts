import type { LiveCall } from '../calls/live-call.ts';
import type { FlowTools } from '../flows/flow-tools.ts';
import { setHeld } from '../flows/hold-call.ts';
import { endConsult, joinConsult, musicForCitizen, partyChannel } from './consult.ts';
import { consulting, isOffered, type LiveParty, openTransfer } from './live-party.ts';
import { loseParty } from './lose-party.ts';
import { onPartyChannel } from './party-channel.ts';
import { meet } from './start-party.ts';

/**
 * After a restart, or a failure of ours: everybody the rows name is where the rows say, or is no party any more. A telephone that was
 * never surely dialled is given up, not dialled again.
 */
export async function restoreParties(tools: FlowTools, call: LiveCall): Promise<void> {
  if (openTransfer(call)) {
    await setHeld(tools, call, true);
    await musicForCitizen(tools, call);
  }
  for (const party of [...call.parties]) await restoreParty(tools, call, party);
  if (!consulting(call)) await endConsult(tools, call);
}

export async function restoreParty(tools: FlowTools, call: LiveCall, party: LiveParty): Promise<void> {
  const { ctx, room } = tools;
  if (party.channelId !== null) return restoreTelephone(tools, call, party);
  if (party.staffId !== null) {
    if (partyChannel(tools, party) === undefined) return loseParty(tools, call, party, 'leg_lost');
    if (!isOffered(party)) return place(tools, call, party);
    // Still theirs to answer; who asked waits no longer for it than for any other.
    party.deadlineMs ??= Date.now() + ctx.limits.offerMs;
    return;
  }
  if (party.subjectId === null) return; // help that nobody has heeded yet
  party.deadlineMs ??= Date.now() + ctx.limits.lineWaitMs;
  room.enterTransfer(call, party);
}

async function restoreTelephone(tools: FlowTools, call: LiveCall, party: LiveParty): Promise<void> {
  const { ctx } = tools;
  const channel = await ctx.ari.getChannel(party.channelId ?? '');
  if (!channel) return loseParty(tools, call, party, party.state === 'dialling' ? 'failed' : 'hung_up');
  if (channel.state === 'Up') {
    if (party.state !== 'dialling') return place(tools, call, party);
    return onPartyChannel(tools, call, { kind: 'party_channel', partyId: party.id, what: 'answered' });
  }
  if (party.dialled) return; // a flow that goes on after a failure of its own knows it rings
  if (channel.state !== 'Ringing') return loseParty(tools, call, party, 'failed');
  party.dialled = true;
  party.deadlineMs = Date.now() + ctx.limits.partyRingSec * 1_000 + ctx.limits.ringGraceMs;
  if (party.purpose === 'transfer' && !party.blind) await joinConsult(tools, call, party);
}

async function place(tools: FlowTools, call: LiveCall, party: LiveParty): Promise<void> {
  const channelId = partyChannel(tools, party);
  if (party.state === 'joined' && channelId !== undefined)
    await tools.ctx.ari.addToBridge(call.facts.bridgeId, channelId);
  else await meet(tools, call, party);
}
