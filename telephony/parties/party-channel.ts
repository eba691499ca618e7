import { assertClockMayDial } from '../../core/platform/clock.ts';
import { messageOf } from '../../core/platform/errors.ts';
import type { CallMessage, LiveCall } from '../calls/live-call.ts';
import { enabledTrunks, insertCallEvent } from '../calls/queries.ts';
import type { FlowTools } from '../flows/flow-tools.ts';
import { joinConsult } from './consult.ts';
import { PartyRefused } from './find-target.ts';
import type { LiveParty } from './live-party.ts';
import { loseParty } from './lose-party.ts';
import { writeParty } from './queries.ts';
import { meet } from './start-party.ts';

/** The telephone of a party: it entered, answered or is gone. Each may be told twice. */
export async function onPartyChannel(
  tools: FlowTools,
  call: LiveCall,
  { partyId, what }: Extract<CallMessage, { kind: 'party_channel' }>,
): Promise<void> {
  const party = call.parties.find(({ id }) => id === partyId);
  if (!party) return;
  if (what === 'gone') return loseParty(tools, call, party, party.state === 'dialling' ? 'no_answer' : 'hung_up');
  try {
    if (what === 'entered') await ring(tools, call, party);
    else await answered(tools, call, party);
  } catch (error) {
    const { logger } = tools.ctx;
    logger.warn({ callId: call.facts.id, partyId, err: messageOf(error) }, 'somebody could not be joined');
    if (call.parties.includes(party)) await loseParty(tools, call, party, 'failed');
    if (!(error instanceof PartyRefused)) throw error;
  }
}

/** The agent of an attended transfer hears it ring. */
async function ring(tools: FlowTools, call: LiveCall, party: LiveParty): Promise<void> {
  const { ctx } = tools;
  if (party.dialled || party.channelId === null || party.state !== 'dialling') return;
  party.dialled = true;
  if (party.purpose === 'transfer' && !party.blind) await joinConsult(tools, call, party);
  assertClockMayDial(ctx.clock, await enabledTrunks(ctx.sql, ctx.node));
  await ctx.ari.dial(party.channelId, ctx.limits.partyRingSec);
  ctx.failPoint('after-party-dial');
}

async function answered(tools: FlowTools, call: LiveCall, party: LiveParty): Promise<void> {
  const { ctx } = tools;
  if (party.state !== 'dialling') return;
  party.state = party.purpose === 'transfer' ? 'consulting' : 'joined';
  const at = ctx.clock.now();
  await ctx.sql.begin(async (tx) => {
    await writeParty(tx, call.facts.id, party, at);
    await insertCallEvent(tx, call.facts.id, at, 'party_answered', { partyId: party.id, kind: party.kind });
  });
  ctx.failPoint('after-party-answer');
  await meet(tools, call, party);
}
