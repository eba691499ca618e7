import { messageOf } from '../../core/platform/errors.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { changeAgent } from '../agents/change-agent.ts';
import type { LiveCall } from '../calls/live-call.ts';
import { assignCall, insertCallEvent, markHeld } from '../calls/queries.ts';
import { agentChannel, type FlowTools } from '../flows/flow-tools.ts';
import { endPause } from '../recording/pause.ts';
import { endConsult, joinCitizen, musicForCitizen, partyChannel } from './consult.ts';
import { PartyRefused } from './find-target.ts';
import { type LiveParty, openTransfer } from './live-party.ts';
import { loseParty } from './lose-party.ts';
import { endPartyOfStaff, writeParty } from './queries.ts';

/**
 * The call is the party's. Of a colleague everything moves in one transaction: agent, row, lease, and with the call its identity check and
 * its notes. A telephone takes the citizen alone: who passed on writes the result now. Bridge, channel and recorder of the citizen stay
 * what they were.
 * @throws PartyRefused when they went in this very moment
 */
export async function passOn(tools: FlowTools, call: LiveCall, party: LiveParty): Promise<void> {
  const { ctx, legs, book } = tools;
  const channelId = partyChannel(tools, party);
  if (channelId === undefined) throw new PartyRefused('transfer/gone', '転送先の接続が切れました。');
  await endPause(ctx, call, 'transfer');
  const { agentId: before } = call;
  const oldLeg = agentChannel(tools, call);
  await ctx.sql.begin(async (tx) => {
    if (party.staffId === null) await toTelephone(tools, tx, call);
    else await toColleague(tools, tx, call, party.staffId);
    const at = ctx.clock.now();
    if (before !== null) await endPartyOfStaff(tx, call.facts.id, before, 'passed_on', at);
    await writeParty(
      tx,
      call.facts.id,
      { ...party, purpose: party.purpose === 'take_over' ? 'take_over' : 'transfer', state: 'joined' },
      at,
    );
    await markHeld(tx, call.facts.id, false);
    const { kind, blind, id: partyId } = party;
    await insertCallEvent(tx, call.facts.id, at, 'passed_on', {
      from: before,
      to: party.staffId,
      partyId,
      kind,
      blind,
    });
  });
  if (before !== null) book.passedOn(call.facts.id, before);
  take(tools, call, party);
  ctx.failPoint('after-pass-on');
  await joinCitizen(tools, call, channelId).catch(async (error: unknown) => {
    ctx.logger.warn({ callId: call.facts.id, err: messageOf(error) }, 'the new agent could not be joined; music');
    await silently(tools, call, () => musicForCitizen(tools, call));
    if (party.staffId !== null) call.mailbox.post({ kind: 'leg_back', agentId: party.staffId, channelId });
  });
  ctx.failPoint('after-party-bridge');
  if (oldLeg !== undefined) await silently(tools, call, () => legs.park(oldLeg));
  await silently(tools, call, () => endConsult(tools, call));
  // Whom the one before had asked besides would take the citizen away from their new agent.
  const asked = openTransfer(call);
  if (asked) await loseParty(tools, call, asked, 'cancelled');
  legs.onRoutable();
}

/** The call is theirs by now: what is left to tidy up is no reason to take it away again. The next reconcile does it. */
async function silently({ ctx }: FlowTools, call: LiveCall, work: () => Promise<void>): Promise<void> {
  await work().catch((error: unknown) =>
    ctx.logger.warn({ callId: call.facts.id, err: messageOf(error) }, 'not tidied up after a call was passed on'),
  );
}

async function toColleague(tools: FlowTools, tx: TransactionSql, call: LiveCall, staffId: string): Promise<void> {
  const { ctx } = tools;
  const { id: callId, targetId, subjectId } = call.facts;
  let loginId: string | null = null;
  // Rows of agents are locked in one order.
  for (const agentId of [call.agentId, staffId].sort()) {
    if (agentId === null) continue;
    if (agentId !== staffId) {
      await changeAgent(ctx, tx, agentId, { type: 'call_over', callId, wrapUp: false }, { notice: null });
      continue;
    }
    const change = await changeAgent(ctx, tx, agentId, { type: 'took_over', callId, targetId }, { line: subjectId });
    if (!change) throw new PartyRefused('transfer/gone', '転送先の接続が切れました。');
    loginId = change.after.loginId;
  }
  await assignCall(tx, callId, { id: staffId, loginId });
  if (targetId !== null) await ctx.dialer.handToAgent(tx, targetId, staffId);
}

async function toTelephone(tools: FlowTools, tx: TransactionSql, call: LiveCall): Promise<void> {
  const { ctx } = tools;
  const { id: callId, targetId } = call.facts;
  const { agentId } = call;
  if (agentId === null) return;
  const change = await changeAgent(ctx, tx, agentId, { type: 'call_over', callId, wrapUp: true }, { notice: null });
  if (targetId === null) return;
  const wrapUp = change?.after.state === 'wrap_up';
  const outcome = {
    targetId,
    agentId,
    callId,
    answered: true,
    lineResult: 'answered_human' as const,
    cutBy: null,
    wrapUp,
  };
  await ctx.dialer.callEnded(tx, outcome);
}

/** What this process remembers follows the rows. */
function take({ ctx, calls }: FlowTools, call: LiveCall, party: LiveParty): void {
  call.held = false;
  call.phase = 'talking';
  if (party.staffId === null) {
    calls.passOn(call);
    party.state = 'joined';
    call.passedOnUntilMs = Date.now() + ctx.limits.passedOnMs;
    return;
  }
  call.parties = call.parties.filter((other) => other !== party && other.staffId !== party.staffId);
  calls.seat(call, party.staffId);
  call.leaseAgentId = party.staffId;
}
