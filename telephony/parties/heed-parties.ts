import { messageOf } from '../../core/platform/errors.ts';
import { noticeAgent } from '../agents/change-agent.ts';
import { NOTICES } from '../agents/notices.ts';
import type { CallMessage, LiveCall, Reply } from '../calls/live-call.ts';
import type { FlowTools } from '../flows/flow-tools.ts';
import { endPause, startPause } from '../recording/pause.ts';
import { answerOffer } from './answer-offer.ts';
import { completeTransfer } from './complete-transfer.ts';
import { partyChannel } from './consult.ts';
import { PartyRefused } from './find-target.ts';
import { askForHelp, joinHelp } from './help.ts';
import { openTransfer, type PartyAsk } from './live-party.ts';
import { loseParty } from './lose-party.ts';
import { onPartyChannel } from './party-channel.ts';
import { restoreParty } from './restore-parties.ts';
import { meet, startParty } from './start-party.ts';

/** What the flow of a call does about everybody besides its agent and its citizen. @returns false when the message is about neither. */
export async function heedParties(tools: FlowTools, call: LiveCall, message: CallMessage): Promise<boolean> {
  switch (message.kind) {
    case 'party':
      await answering(tools, message.reply, () => carryOut(tools, call, message.ask));
      return true;
    case 'party_channel':
      await onPartyChannel(tools, call, message);
      return true;
    case 'party_leg':
      await onLeg(tools, call, message.agentId, message.up);
      return true;
    case 'party_found':
      await onFound(tools, call, message.partyId);
      return true;
    case 'pause_recording':
      await answering(tools, message.reply, () => pauseRecording(tools, call, message));
      return true;
    default:
      return false;
  }
}

/** A no is told in words; a fault of ours is told too, and the call goes on as after any other. */
async function answering(tools: FlowTools, reply: Reply, work: () => Promise<void>): Promise<void> {
  try {
    await work();
    reply.done();
  } catch (error) {
    if (error instanceof PartyRefused) return reply.refuse(error.code, error.message);
    tools.ctx.logger.error({ err: messageOf(error) }, 'a wish about a call failed');
    reply.refuse('transfer/failed', 'つなげませんでした。もう一度お試しください。');
    throw error;
  }
}

async function carryOut(tools: FlowTools, call: LiveCall, ask: PartyAsk): Promise<void> {
  if (call.facts.agentSide.kind === 'passed_on') throw new PartyRefused('transfer/passed-on', '転送が済んでいます。');
  switch (ask.do) {
    case 'start':
      return startParty(tools, call, ask);
    case 'complete':
      return completeTransfer(tools, call, ask);
    case 'answer':
      return answerOffer(tools, call, ask);
    case 'cancel': {
      const party = openTransfer(call);
      if (party) await loseParty(tools, call, party, 'cancelled');
      return;
    }
    case 'drop': {
      const party = call.parties.find(({ id }) => id === ask.partyId);
      if (party) await loseParty(tools, call, party, 'dropped');
      return;
    }
    case 'leave': {
      const party = call.parties.find(({ staffId }) => staffId === ask.staffId);
      if (party) await loseParty(tools, call, party, 'hung_up');
      return;
    }
    case 'help':
      return askForHelp(tools, call, ask);
    case 'join_help':
      return joinHelp(tools, call, ask.staffId);
  }
}

/** Staff among the parties: a leg that went ends it (nobody waits for a colleague), one that was replaced takes the old one's place. */
async function onLeg(tools: FlowTools, call: LiveCall, agentId: string, up: boolean): Promise<void> {
  const party = call.parties.find(({ staffId }) => staffId === agentId);
  if (!party) return;
  if (up && partyChannel(tools, party) !== undefined) await restoreParty(tools, call, party);
  else if (!up && partyChannel(tools, party) === undefined) await loseParty(tools, call, party, 'leg_lost');
}

/** The line has somebody: rows say so already. */
async function onFound(tools: FlowTools, call: LiveCall, partyId: string): Promise<void> {
  const { ctx } = tools;
  const party = call.parties.find(({ id }) => id === partyId);
  // Taken back in this very moment: `loseParty` freed them.
  if (!party) return;
  if (call.agentId && party.purpose === 'transfer') await noticeAgent(ctx, call.agentId, NOTICES.lineFound);
  try {
    await meet(tools, call, party);
  } catch (error) {
    if (!(error instanceof PartyRefused)) throw error;
    await loseParty(tools, call, party, 'failed');
  }
}

async function pauseRecording(
  { ctx }: FlowTools,
  call: LiveCall,
  { on, reason, staffId }: Extract<CallMessage, { kind: 'pause_recording' }>,
): Promise<void> {
  if (!on) return endPause(ctx, call, 'agent');
  if (!(await startPause(ctx, call, { staffId, reason })))
    throw new PartyRefused('recording/no-pause', '録音の一時停止は認められていません。');
}

/** When something of the parties or of the recording is due (epoch ms). */
export function partiesDueMs(call: LiveCall): number | undefined {
  const due = [...call.parties.map(({ deadlineMs }) => deadlineMs), call.pause?.untilMs].filter(
    (one) => one !== undefined,
  );
  return due.length === 0 ? undefined : Math.min(...due);
}

/** @returns true when something was due and is done. */
export async function heedTime(tools: FlowTools, call: LiveCall): Promise<boolean> {
  const now = Date.now();
  if (call.pause && call.pause.untilMs <= now) {
    await endPause(tools.ctx, call, 'limit');
    return true;
  }
  const late = call.parties.find(({ deadlineMs }) => deadlineMs !== undefined && deadlineMs <= now);
  if (!late) return false;
  await loseParty(tools, call, late, 'no_answer');
  return true;
}
