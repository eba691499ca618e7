import { noticeAgent } from '../agents/change-agent.ts';
import { NOTICES } from '../agents/notices.ts';
import { isAriError } from '../ari/port.ts';
import type { CallMessage, LiveCall } from '../calls/live-call.ts';
import { insertCallEvent, markConnected } from '../calls/queries.ts';
import { productTimeAt } from '../context.ts';
import { passOnInstead } from '../parties/complete-transfer.ts';
import { joinConsult } from '../parties/consult.ts';
import { heedParties, heedTime, partiesDueMs } from '../parties/heed-parties.ts';
import { consulting, openTransfer } from '../parties/live-party.ts';
import { restoreParties } from '../parties/restore-parties.ts';
import { restorePause } from '../recording/pause.ts';
import { ensureRecorder } from '../recording/recorder.ts';
import { readSipCallId, recordAnswer } from './await-answer.ts';
import { agentChannel, type FlowTools, noteCommon } from './flow-tools.ts';
import { holdCall } from './hold-call.ts';
import { intoBridge } from './into-bridge.ts';
import {
  awaitSound,
  endComfort,
  foundAtLast,
  keepCompany,
  loseAgent,
  musicIfDue,
  offerAgain,
  offerTakeOver,
  soundIfDue,
  tellWhoLost,
  withdrawTakeOver,
} from './lost-agent.ts';
import { sayGoodbye } from './say-goodbye.ts';

/**
 * From the answer to the end. The citizen never leaves the bridge: the agent's leg does (hold, lost browser), and music
 * fills the gap.
 * @throws CallOver at the end, always.
 */
export async function talk(tools: FlowTools, call: LiveCall): Promise<never> {
  let legDeadline = call.adopted || call.recovering ? await rejoin(tools, call) : undefined;
  for (;;) {
    const comfortDue = soonest(call.courtesy?.lookAtMs, call.soundDueMs);
    const due = soonest(legDeadline, partiesDueMs(call), call.passedOnUntilMs, comfortDue);
    const message = await call.mailbox.take(due === undefined ? undefined : due - Date.now());
    if (!message) {
      if ((await musicIfDue(tools, call)) || (await soundIfDue(tools, call)) || (await heedTime(tools, call))) continue;
      if (isPast(call.passedOnUntilMs)) return endPolitely(tools, call);
      if (isPast(legDeadline)) legDeadline = await findHeir(tools, call);
      continue;
    }
    const { agentId } = call;
    if (await heedParties(tools, call, message)) {
      if (message.kind === 'party_channel' && isAloneOutside(call)) return endPolitely(tools, call);
      // A supervisor who comes while the call is offered has it, and so has whom its agent had asked.
      if (legDeadline !== undefined && call.heirSought && call.agentId === agentId) await passOnInstead(tools, call);
      if (call.agentId !== agentId) {
        call.comforted = false;
        if (legDeadline !== undefined) await takenOver(tools, call, agentId);
        legDeadline = undefined;
      } else if (legDeadline !== undefined) {
        await offerAgain(tools, call);
        await keepCompany(tools, call);
        // Whom the agent had asked does not come: now, and not when they would have been given up.
        if (call.heirSought && !call.takeOverOffered && !openTransfer(call)) legDeadline = await findHeir(tools, call);
      }
      continue;
    }
    switch (message.kind) {
      case 'leg_lost':
        if (message.agentId !== call.agentId) break;
        // Another leg has taken its place already: `leg_back` follows.
        if (!agentChannel(tools, call)) legDeadline = await loseAgent(tools, call);
        break;
      case 'agent_gone':
        // Is the call offered already, whoever is free next has it all the same.
        if (message.agentId === call.agentId && !call.takeOverOffered) legDeadline = await findHeir(tools, call);
        break;
      case 'leg_back':
        // Not the newest one, or gone again: a message of its own follows.
        if (message.agentId !== call.agentId || message.channelId !== agentChannel(tools, call)) break;
        if (await joinLeg(tools, call, message.channelId)) legDeadline = undefined;
        break;
      case 'leg_heard':
        if (message.agentId === call.agentId) await endComfort(tools, call);
        break;
      case 'hold':
        await holdCall(tools, call, message.on, message.reply);
        break;
      case 'dtmf':
        await sendDtmf(tools, call, message);
        break;
      default:
        noteCommon(call, message);
    }
  }
}

/**
 * Its agent is gone for good: the call goes to who is in it already, to whom the agent was passing it on, or is offered to the others.
 * @returns until when somebody may come; undefined when somebody has it. @throws CallOver when there is nobody
 */
async function findHeir(tools: FlowTools, call: LiveCall): Promise<number | undefined> {
  const { agentId } = call;
  call.heirSought = true;
  if (await passOnInstead(tools, call)) {
    await takenOver(tools, call, agentId);
    return undefined;
  }
  const asked = openTransfer(call);
  // Rings somewhere: theirs if they answer, which is known in a moment. A line is no one in particular.
  if (asked?.deadlineMs !== undefined && asked.subjectId === null && !call.takeOverOffered) return asked.deadlineMs;
  const { lineWaitMs } = tools.ctx.limits;
  if (await offerTakeOver(tools, call)) return Date.now() + lineWaitMs;
  if (await foundAtLast(tools, call)) return Date.now() + lineWaitMs;
  // Before the goodbye, not after it: nobody is called to a citizen who is being told that nobody is there.
  await withdrawTakeOver(tools, call);
  return endPolitely(tools, call);
}

async function takenOver(tools: FlowTools, call: LiveCall, before: string | null): Promise<void> {
  await endComfort(tools, call);
  await withdrawTakeOver(tools, call);
  if (before !== null && before !== call.agentId) await tellWhoLost(tools, before);
}

const isPast = (ms: number | undefined): boolean => ms !== undefined && Date.now() >= ms;

const soonest = (...times: (number | undefined)[]): number | undefined => {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
};

/** Passed on to a telephone that has hung up: nobody else is there. */
function isAloneOutside({ facts, parties }: LiveCall): boolean {
  return facts.agentSide.kind === 'passed_on' && !parties.some(({ state }) => state === 'joined');
}

/** After a restart: is the agent still in the bridge, is the recorder still there? */
async function rejoin(tools: FlowTools, call: LiveCall): Promise<number | undefined> {
  await ensureRecorder(tools.ctx, call);
  await recordAnswer(tools, call, await readSipCallId(tools, call));
  await insertCallEvent(tools.ctx.sql, call.facts.id, tools.ctx.clock.now(), call.adopted ? 'adopted' : 'recovered');
  call.recovering = false;
  await restorePause(tools.ctx, call);
  call.takeOverOffered ||= call.parties.some(({ purpose }) => purpose === 'take_over');
  call.heirSought = call.takeOverOffered;
  await restoreParties(tools, call);
  if (call.facts.agentSide.kind === 'passed_on') {
    if (isAloneOutside(call)) return endPolitely(tools, call);
    await tools.ctx.ari.stopMoh(call.facts.bridgeId);
    call.passedOnUntilMs ??= Date.now() + tools.ctx.limits.passedOnMs;
    return undefined;
  }
  const leg = agentChannel(tools, call);
  if (call.facts.agentSide.kind === 'agent' && call.facts.mode === 'predictive') await whenConnected(tools, call, leg);
  if (!leg) {
    const returnUntilMs = await loseAgent(tools, call);
    await offerAgain(tools, call);
    // Offered before the restart: whoever is free next has as long as they would have had.
    return call.takeOverOffered ? Date.now() + tools.ctx.limits.lineWaitMs : returnUntilMs;
  }
  if (!call.held) await joinLeg(tools, call, leg);
  return undefined;
}

/** The controller may have died between giving the call its agent and joining the two: only the bridge knows. */
async function whenConnected({ ctx, book }: FlowTools, call: LiveCall, leg: string | undefined): Promise<void> {
  if (call.connectedAtMs !== undefined) return;
  const bridge = (await ctx.ari.listBridges()).find(({ id }) => id === call.facts.bridgeId);
  const joined = leg !== undefined && bridge?.channelIds.includes(leg) === true;
  if (!bridge?.channelIds.includes(call.facts.channelId)) await intoBridge(ctx, call);
  const realMs = joined ? (call.answeredAtMs ?? Date.now()) : Date.now();
  call.connectedAtMs = realMs;
  book.connected(call.facts.id, call.agentId);
  await markConnected(ctx.sql, call.facts.id, productTimeAt(ctx.clock, realMs), realMs);
}

/** @returns false when it went in this very moment: `leg_lost` follows. */
async function joinLeg(tools: FlowTools, call: LiveCall, channelId: string): Promise<boolean> {
  const { ctx } = tools;
  await withdrawTakeOver(tools, call);
  try {
    if (!call.held) await ctx.ari.addToBridge(call.facts.bridgeId, channelId);
  } catch (error) {
    if (isAriError(error, 'ari/not-found') || isAriError(error, 'ari/conflict')) return false;
    throw error;
  }
  await awaitSound(tools, call);
  const asked = consulting(call);
  if (asked) await joinConsult(tools, call, asked);
  await insertCallEvent(ctx.sql, call.facts.id, ctx.clock.now(), 'agent_leg_joined');
  if (call.agentId) await noticeAgent(ctx, call.agentId, null);
  return true;
}

async function sendDtmf(
  tools: FlowTools,
  call: LiveCall,
  message: Extract<CallMessage, { kind: 'dtmf' }>,
): Promise<void> {
  await tools.ctx.ari.sendDtmf(call.facts.channelId, message.digits);
  message.reply.done();
}

/** Nobody came back: the citizen is told in words, not by a dead line. */
async function endPolitely(tools: FlowTools, call: LiveCall): Promise<never> {
  call.endedBy ??= 'system';
  if (call.agentId) await noticeAgent(tools.ctx, call.agentId, NOTICES.politelyEnded);
  return sayGoodbye(tools, call, 'call-ended');
}
