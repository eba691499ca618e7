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
import { promptMedia } from './prompts.ts';

/**
 * The agent's sound is gone. The citizen is asked to stay on the line, then music; a colleague who is in the call goes on talking, and music or
 * words over theirs would help nobody.
 * @returns until when the agent may come back, epoch ms
 */
export async function loseAgent(tools: FlowTools, call: LiveCall): Promise<number> {
  const { ctx } = tools;
  if (!call.held && !isWithColleague(call)) await askToStay(tools, call);
  await insertCallEvent(ctx.sql, call.facts.id, ctx.clock.now(), 'agent_leg_lost');
  return Date.now() + ctx.limits.legReturnMs;
}

async function askToStay({ ctx }: FlowTools, call: LiveCall): Promise<void> {
  const { id, bridgeId } = call.facts;
  // The end of a playback on a bridge is told to nobody: the time of the sentence is known.
  call.musicAtMs = Date.now() + ctx.limits.courtesyMs;
  await ctx.ari.playOnBridge(bridgeId, courtesyId(id), await promptMedia(ctx.ari, 'pbx/stay-on-line'));
}

const courtesyId = (callId: string) => `${callId}-stay`;

/** @returns true when the sentence is over and music has begun. */
export async function musicIfDue({ ctx }: FlowTools, call: LiveCall): Promise<boolean> {
  if (call.musicAtMs === undefined || Date.now() < call.musicAtMs) return false;
  call.musicAtMs = undefined;
  await ctx.ari.startMoh(call.facts.bridgeId, MOH_HOLD);
  return true;
}

/** Somebody speaks with the citizen again: no sentence and no music over their words. */
export async function endCourtesy({ ctx }: FlowTools, call: LiveCall): Promise<void> {
  if (call.musicAtMs === undefined) return;
  call.musicAtMs = undefined;
  await ctx.ari.stopPlayback(courtesyId(call.facts.id));
}

const isWithColleague = ({ parties }: LiveCall) =>
  parties.some(({ state, staffId }) => state === 'joined' && staffId !== null);

/**
 * The agent did not come back in time: whoever of the line is free next takes the call over, before all other citizens, and every supervisor at
 * a desk sees it and may be quicker. Once a call.
 * @returns false when there is nobody to offer it to
 */
export async function offerTakeOver(tools: FlowTools, call: LiveCall): Promise<boolean> {
  const { ctx } = tools;
  const { agentId } = call;
  if (agentId === null || call.takeOverOffered) return false;
  const toLine = await offerToLine(tools, call, agentId);
  const toSupervisors = await offerToSupervisors(tools, call, agentId);
  if (!toLine && !toSupervisors) return false;
  call.takeOverOffered = true;
  ctx.logger.warn({ callId: call.facts.id, agentId, toLine, toSupervisors }, 'the agent did not come back: offered');
  return true;
}

async function offerToLine({ ctx, room }: FlowTools, call: LiveCall, agentId: string): Promise<boolean> {
  const { id: callId, subjectId } = call.facts;
  if (subjectId === null || !(await anyoneOnDuty(ctx.sql, ctx.node, subjectId))) return false;
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

/** Somebody has the call, or its agent is back: nobody else is to come. */
export async function withdrawTakeOver(tools: FlowTools, call: LiveCall): Promise<void> {
  if (!call.takeOverOffered) return;
  call.takeOverOffered = false;
  const waits = ({ purpose, state }: LiveParty) =>
    purpose === 'take_over' || (purpose === 'help' && state === 'dialling');
  for (const party of call.parties.filter(waits)) await loseParty(tools, call, party, 'cancelled');
}

/** Who lost the call reads why it is gone. */
export async function tellWhoLost({ ctx }: FlowTools, agentId: string): Promise<void> {
  await noticeAgent(ctx, agentId, NOTICES.takenOver);
}
