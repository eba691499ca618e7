import { noticeAgent } from '../agents/change-agent.ts';
import { NOTICES } from '../agents/notices.ts';
import type { CallMessage, LiveCall } from '../calls/live-call.ts';
import { insertCallEvent, markConnected } from '../calls/queries.ts';
import { MOH_HOLD, productTimeAt } from '../context.ts';
import { passOnInstead } from '../parties/complete-transfer.ts';
import { joinConsult } from '../parties/consult.ts';
import { heedParties, heedTime, partiesDueMs } from '../parties/heed-parties.ts';
import { consulting } from '../parties/live-party.ts';
import { restoreParties } from '../parties/restore-parties.ts';
import { restorePause } from '../recording/pause.ts';
import { ensureRecorder } from '../recording/recorder.ts';
import { readSipCallId, recordAnswer } from './await-answer.ts';
import { agentChannel, type FlowTools, noteCommon } from './flow-tools.ts';
import { holdCall } from './hold-call.ts';
import { sayGoodbye } from './say-goodbye.ts';

/**
 * From the answer to the end. The citizen never leaves the bridge: the agent's leg does (hold, lost browser), and music
 * fills the gap.
 * @throws CallOver at the end, always.
 */
export async function talk(tools: FlowTools, call: LiveCall): Promise<never> {
  let legDeadline = call.adopted || call.recovering ? await rejoin(tools, call) : undefined;
  for (;;) {
    const due = soonest(legDeadline, partiesDueMs(call), call.passedOnUntilMs);
    const message = await call.mailbox.take(due === undefined ? undefined : due - Date.now());
    if (!message) {
      if (await heedTime(tools, call)) continue;
      const over = soonest(legDeadline, call.passedOnUntilMs);
      if (over === undefined || Date.now() < over) continue;
      if (!(await passOnInstead(tools, call))) return endPolitely(tools, call);
      legDeadline = undefined;
      continue;
    }
    if (await heedParties(tools, call, message)) {
      if (message.kind === 'party_channel' && isAloneOutside(call)) return endPolitely(tools, call);
      continue;
    }
    switch (message.kind) {
      case 'leg_lost':
        legDeadline = await waitForLeg(tools, call);
        break;
      case 'agent_gone':
        if (!(await passOnInstead(tools, call))) return endPolitely(tools, call);
        legDeadline = undefined;
        break;
      case 'leg_back':
        await joinLeg(tools, call, message.channelId);
        legDeadline = undefined;
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
  await restoreParties(tools, call);
  if (call.facts.agentSide.kind === 'passed_on') {
    if (isAloneOutside(call)) return endPolitely(tools, call);
    await tools.ctx.ari.stopMoh(call.facts.bridgeId);
    call.passedOnUntilMs ??= Date.now() + tools.ctx.limits.passedOnMs;
    return undefined;
  }
  const leg = agentChannel(tools, call);
  if (call.facts.agentSide.kind === 'agent' && call.facts.mode === 'predictive') await whenConnected(tools, call, leg);
  if (!leg) return waitForLeg(tools, call);
  if (!call.held) await joinLeg(tools, call, leg);
  return undefined;
}

/** The controller may have died between giving the call its agent and joining the two: only the bridge knows. */
async function whenConnected({ ctx, book }: FlowTools, call: LiveCall, leg: string | undefined): Promise<void> {
  if (call.connectedAtMs !== undefined) return;
  const bridge = (await ctx.ari.listBridges()).find(({ id }) => id === call.facts.bridgeId);
  const joined = leg !== undefined && bridge?.channelIds.includes(leg) === true;
  const realMs = joined ? (call.answeredAtMs ?? Date.now()) : Date.now();
  call.connectedAtMs = realMs;
  book.connected(call.facts.id, call.agentId);
  await markConnected(ctx.sql, call.facts.id, productTimeAt(ctx.clock, realMs), realMs);
}

async function waitForLeg(tools: FlowTools, call: LiveCall): Promise<number> {
  const { ctx } = tools;
  // A colleague who is in the call goes on talking; music over their words would help nobody.
  if (!call.held && !isWithColleague(call)) await ctx.ari.startMoh(call.facts.bridgeId, MOH_HOLD);
  await insertCallEvent(ctx.sql, call.facts.id, ctx.clock.now(), 'agent_leg_lost');
  return Date.now() + ctx.limits.legReturnMs;
}

const isWithColleague = ({ parties }: LiveCall) =>
  parties.some(({ state, staffId }) => state === 'joined' && staffId !== null);

async function joinLeg(tools: FlowTools, call: LiveCall, channelId: string): Promise<void> {
  const { ctx } = tools;
  if (!call.held) {
    await ctx.ari.addToBridge(call.facts.bridgeId, channelId);
    await ctx.ari.stopMoh(call.facts.bridgeId);
  }
  const asked = consulting(call);
  if (asked) await joinConsult(tools, call, asked);
  await insertCallEvent(ctx.sql, call.facts.id, ctx.clock.now(), 'agent_leg_joined');
  if (call.agentId) await noticeAgent(ctx, call.agentId, null);
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
