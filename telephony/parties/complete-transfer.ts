import type { LiveCall } from '../calls/live-call.ts';
import { insertCallEvent } from '../calls/queries.ts';
import type { FlowTools } from '../flows/flow-tools.ts';
import { setHeld } from '../flows/hold-call.ts';
import { endConsult, partyChannel } from './consult.ts';
import { PartyRefused } from './find-target.ts';
import { consulting, isTelephone, type LiveParty, type PartyAsk } from './live-party.ts';
import { passOn } from './pass-on.ts';
import { writeParty } from './queries.ts';

/** After the word with them: the call is theirs, or everybody talks. @throws PartyRefused */
export async function completeTransfer(
  tools: FlowTools,
  call: LiveCall,
  { as, partyId }: Extract<PartyAsk, { do: 'complete' }>,
): Promise<void> {
  const party =
    partyId === null ? consulting(call) : call.parties.find(({ id, state }) => id === partyId && state !== 'dialling');
  if (!party) throw new PartyRefused('transfer/nobody', '転送先がまだ応答していません。');
  if (as === 'three_way') return talkTogether(tools, call, party);
  // An interpreter alone with the citizen serves nobody.
  if (party.kind === 'interpreter') throw new PartyRefused('transfer/interpreter', '通訳者だけに転送はできません。');
  await passOn(tools, call, party);
}

async function talkTogether(tools: FlowTools, call: LiveCall, party: LiveParty): Promise<void> {
  const { ctx } = tools;
  const channelId = partyChannel(tools, party);
  if (channelId === undefined) throw new PartyRefused('transfer/gone', '転送先の接続が切れました。');
  party.purpose = 'three_way';
  party.state = 'joined';
  const at = ctx.clock.now();
  await ctx.sql.begin(async (tx) => {
    await writeParty(tx, call.facts.id, party, at);
    await insertCallEvent(tx, call.facts.id, at, 'party_joined', { partyId: party.id, kind: party.kind });
  });
  await ctx.ari.addToBridge(call.facts.bridgeId, channelId);
  await setHeld(tools, call, false);
  await endConsult(tools, call);
}

/**
 * The call's agent is gone for good (browser dead beyond its time, logged out) while somebody of ours, or of the city's, is in the call: it is
 * theirs, rather than nobody's.
 * @returns false when there is nobody
 */
export async function passOnInstead(tools: FlowTools, call: LiveCall): Promise<boolean> {
  const there = (party: LiveParty) => party.state !== 'dialling' && partyChannel(tools, party) !== undefined;
  const heir =
    call.parties.find((party) => there(party) && !isTelephone(party)) ??
    call.parties.find((party) => there(party) && party.kind !== 'interpreter' && party.purpose === 'transfer');
  if (!heir) return false;
  tools.ctx.logger.warn({ callId: call.facts.id, partyId: heir.id }, 'the agent is gone; who joined has the call');
  await passOn(tools, call, heir);
  return true;
}
