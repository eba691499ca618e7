import { messageOf } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import { noticeAgent } from '../agents/change-agent.ts';
import { NOTICES } from '../agents/notices.ts';
import type { LiveCall } from '../calls/live-call.ts';
import { insertCallEvent } from '../calls/queries.ts';
import { MOH_HOLD } from '../context.ts';
import { PartyRefused } from '../parties/find-target.ts';
import { askForHelp } from '../parties/help.ts';
import type { LiveParty } from '../parties/live-party.ts';
import { loseParty } from '../parties/lose-party.ts';
import { insertParty } from '../parties/queries.ts';
import { anyoneOnDuty } from '../pool/queries.ts';
import type { FlowTools } from './flow-tools.ts';
import { PROMPT_TIMEOUT_MS, promptMedia } from './prompts.ts';

/**
 * The agent's sound is gone. The citizen is asked to stay on the line, then music; a colleague who is in the call goes on talking, and music or
 * words over theirs would help nobody.
 * @returns until when the agent may come back, epoch ms
 */
export async function loseAgent(tools: FlowTools, call: LiveCall): Promise<number> {
  const { ctx } = tools;
  call.soundDueMs = undefined;
  if (!call.comforted && !call.held && !isWithStaff(call)) await askToStay(tools, call);
  await insertCallEvent(ctx.sql, call.facts.id, ctx.clock.now(), 'agent_leg_lost');
  return Date.now() + ctx.limits.legReturnMs;
}

async function askToStay({ ctx }: FlowTools, call: LiveCall): Promise<void> {
  const { id, bridgeId } = call.facts;
  call.comforted = true;
  const now = Date.now();
  // One of its own each time: of the last one Asterisk may not have let go yet.
  const playbackId = `${id}-stay-${now}`;
  try {
    await ctx.ari.playOnBridge(bridgeId, playbackId, await promptMedia(ctx.ari, 'pbx/stay-on-line'));
    call.courtesy = { playbackId, lookAtMs: now + ctx.limits.courtesyMs, untilMs: now + PROMPT_TIMEOUT_MS };
  } catch (error) {
    ctx.logger.error({ callId: id, err: messageOf(error) }, 'the citizen could not be asked to stay; music');
    await startMusic(ctx, call);
  }
}

/** The end of a playback on a bridge is told to nobody: it is looked for. @returns true when it was time to look. */
export async function musicIfDue({ ctx }: FlowTools, call: LiveCall): Promise<boolean> {
  const { courtesy } = call;
  const now = Date.now();
  if (courtesy === undefined || now < courtesy.lookAtMs) return false;
  courtesy.lookAtMs = now + ctx.limits.courtesyMs;
  if (now < courtesy.untilMs && (await ctx.ari.isPlaying(courtesy.playbackId))) return true;
  call.courtesy = undefined;
  await startMusic(ctx, call);
  return true;
}

/** Over the words of an interpreter or an officer it would help nobody. */
async function startMusic(ctx: FlowTools['ctx'], call: LiveCall): Promise<void> {
  call.comforted = true;
  if (!call.held && !call.parties.some(isJoined)) await ctx.ari.startMoh(call.facts.bridgeId, MOH_HOLD);
}

/** Somebody speaks with the citizen again: no sentence and no music over their words. */
export async function endComfort({ ctx }: FlowTools, call: LiveCall): Promise<void> {
  const { courtesy } = call;
  call.courtesy = undefined;
  call.soundDueMs = undefined;
  call.comforted = false;
  if (courtesy !== undefined) await ctx.ari.stopPlayback(courtesy.playbackId);
  if (!call.held) await ctx.ari.stopMoh(call.facts.bridgeId);
}

/** The agent's leg is back. Sentence or music goes on until its first sound; where there is neither, not longer than it takes to lose one. */
export async function awaitSound(tools: FlowTools, call: LiveCall): Promise<void> {
  const { agentId } = call;
  const isHeard = agentId === null || tools.legs.directory.ofAgent(agentId)?.heard === true;
  if (isHeard) return endComfort(tools, call);
  if (!call.comforted) call.soundDueMs = Date.now() + tools.ctx.limits.inCallSilentMs;
}

/** @returns true when the sound of the agent's leg was due. */
export async function soundIfDue(tools: FlowTools, call: LiveCall): Promise<boolean> {
  if (call.soundDueMs === undefined || Date.now() < call.soundDueMs) return false;
  call.soundDueMs = undefined;
  if (!call.held && !isWithStaff(call)) await askToStay(tools, call);
  return true;
}

/** While the agent is away somebody joined the citizen, or left them alone again. */
export async function keepCompany(tools: FlowTools, call: LiveCall): Promise<void> {
  const { ctx } = tools;
  if (call.held) return;
  if (call.parties.some(isJoined)) await endComfort(tools, call);
  else if (call.courtesy === undefined) await startMusic(ctx, call);
}

const isJoined = ({ state }: LiveParty) => state === 'joined';
const isWithStaff = ({ parties }: LiveCall) => parties.some((party) => isJoined(party) && party.staffId !== null);

/**
 * The agent did not come back in time: whoever of the line is free next takes the call over, before all other citizens, and every supervisor at
 * a desk sees it and may be quicker. Once a call.
 * @returns false when there is nobody to offer it to
 */
export async function offerTakeOver(tools: FlowTools, call: LiveCall): Promise<boolean> {
  const { ctx } = tools;
  const { agentId } = call;
  if (agentId === null || call.takeOverOffered) return false;
  const toSupervisors = await offerToSupervisors(tools, call, agentId);
  // While a supervisor may come, so may whoever begins work meanwhile.
  const toLine = await offerToLine(tools, call, agentId, toSupervisors);
  if (!toLine && !toSupervisors) return false;
  call.takeOverOffered = true;
  ctx.logger.warn({ callId: call.facts.id, agentId, toLine, toSupervisors }, 'the agent did not come back: offered');
  return true;
}

/** @param waits the citizen waits anyhow, also with nobody of the line on duty now */
async function offerToLine(
  { ctx, room }: FlowTools,
  call: LiveCall,
  agentId: string,
  waits: boolean,
): Promise<boolean> {
  const { id: callId, subjectId } = call.facts;
  if (subjectId === null || !(waits || (await anyoneOnDuty(ctx.sql, ctx.node, subjectId)))) return false;
  const party: LiveParty = {
    id: newId(),
    kind: 'agent',
    purpose: 'take_over',
    state: 'dialling',
    label: '引き継ぐ担当者',
    staffId: null,
    channelId: null,
    subjectId,
    blind: true,
    dialled: false,
    deadlineMs: undefined,
  };
  const at = ctx.clock.now();
  await ctx.sql.begin(async (tx) => {
    await insertParty(tx, callId, { ...party, number: null, trunkId: null, askedBy: agentId }, at);
    await insertCallEvent(tx, callId, at, 'take_over_offered', { partyId: party.id });
  });
  call.parties.push(party);
  ctx.failPoint('after-take-over-row');
  room.enterTransfer(call, party);
  return true;
}

async function offerToSupervisors(tools: FlowTools, call: LiveCall, agentId: string): Promise<boolean> {
  try {
    await askForHelp(tools, call, { do: 'help', on: true, staffId: agentId });
    return true;
  } catch (error) {
    if (!(error instanceof PartyRefused)) throw error;
    return false;
  }
}

/** Who was found could not be joined after all: the line is asked again for as long as the offer stands. */
export async function offerAgain(tools: FlowTools, call: LiveCall): Promise<void> {
  const { agentId } = call;
  if (agentId === null || !call.takeOverOffered || call.parties.some(isTakingOver)) return;
  await offerToLine(tools, call, agentId, true);
}

/** Nobody waits in the line any more. @returns true when somebody was found in this very moment: the message is on its way. */
export async function foundAtLast({ room }: FlowTools, call: LiveCall): Promise<boolean> {
  for (const party of call.parties.filter(isTakingOver)) if (!(await room.leaveTransfer(call, party))) return true;
  return false;
}

const isTakingOver = ({ purpose }: LiveParty) => purpose === 'take_over';

/** Somebody has the call, or its agent is back: nobody else is to come. */
export async function withdrawTakeOver(tools: FlowTools, call: LiveCall): Promise<void> {
  call.heirSought = false;
  if (!call.takeOverOffered) return;
  call.takeOverOffered = false;
  const waits = (party: LiveParty) => isTakingOver(party) || (party.purpose === 'help' && party.state === 'dialling');
  for (const party of call.parties.filter(waits)) await loseParty(tools, call, party, 'cancelled');
}

/** Who lost the call reads why it is gone. */
export async function tellWhoLost({ ctx }: FlowTools, agentId: string): Promise<void> {
  await noticeAgent(ctx, agentId, NOTICES.takenOver);
}
