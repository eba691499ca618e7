import { changeAgent } from '../agents/change-agent.ts';
import type { LiveCall } from '../calls/live-call.ts';
import { insertCallEvent } from '../calls/queries.ts';
import type { FlowTools } from '../flows/flow-tools.ts';
import { partyChannel } from './consult.ts';
import { PartyRefused } from './find-target.ts';
import { isOffered, type LiveParty, type PartyAsk } from './live-party.ts';
import { loseParty } from './lose-party.ts';
import { writeParty } from './queries.ts';
import { meet } from './start-party.ts';

/**
 * A colleague says yes or no to what rings on their desk. Until the yes nothing of the call is theirs, and nobody is put through to a
 * headset that lies on the table.
 * @throws PartyRefused when it is over, or cannot be joined in this moment
 */
export async function answerOffer(
  tools: FlowTools,
  call: LiveCall,
  { accept, staffId }: Extract<PartyAsk, { do: 'answer' }>,
): Promise<void> {
  const party = call.parties.find((one) => one.staffId === staffId && isOffered(one));
  if (!party) throw new PartyRefused('transfer/offer-over', '転送の申し出は終わりました。');
  if (!accept) return loseParty(tools, call, party, 'declined');
  if (partyChannel(tools, party) === undefined)
    throw new PartyRefused('transfer/no-leg', '音声の接続が確認できません。');
  if (party.purpose !== 'transfer' && call.held)
    throw new PartyRefused('transfer/on-hold', '保留中です。保留が解除されてから参加してください。');
  await writeYes(tools, call, party, staffId);
  tools.ctx.failPoint('after-party-answer');
  try {
    await meet(tools, call, party);
  } catch (error) {
    // Whoever has the call by now is no party of it.
    if (call.parties.includes(party)) await loseParty(tools, call, party, 'failed');
    throw error;
  }
}

async function writeYes({ ctx }: FlowTools, call: LiveCall, party: LiveParty, staffId: string): Promise<void> {
  const callId = call.facts.id;
  const state = party.purpose === 'transfer' ? ('consulting' as const) : ('joined' as const);
  const at = ctx.clock.now();
  await ctx.sql.begin(async (tx) => {
    const event = { type: 'party_joined' as const, callId, fromBreak: false };
    if (!(await changeAgent(ctx, tx, staffId, event, { notice: null })))
      throw new PartyRefused('transfer/no-leg', '音声の接続が確認できません。');
    await writeParty(tx, callId, { ...party, state }, at);
    await insertCallEvent(tx, callId, at, 'party_answered', { partyId: party.id, kind: party.kind });
  });
  Object.assign(party, { state, deadlineMs: undefined });
}
