import { noticeAgent } from '../agents/change-agent.ts';
import { NOTICES } from '../agents/notices.ts';
import { type CallMessage, CallOver, type LiveCall } from '../calls/live-call.ts';
import { insertCallEvent } from '../calls/queries.ts';
import { MOH_HOLD } from '../context.ts';
import { ensureRecorder } from '../recording/recorder.ts';
import { readSipCallId, recordAnswer } from './await-answer.ts';
import { agentChannel, type FlowTools, noteCommon } from './flow-tools.ts';
import { holdCall } from './hold-call.ts';
import { PROMPT_TIMEOUT_MS, promptMedia } from './prompts.ts';

/**
 * From the answer to the end. The citizen never leaves the bridge: the agent's leg does (hold, lost browser), and music
 * fills the gap.
 * @throws CallOver at the end, always.
 */
export async function talk(tools: FlowTools, call: LiveCall): Promise<never> {
  let legDeadline = call.adopted || call.recovering ? await rejoin(tools, call) : undefined;
  for (;;) {
    const message = await call.mailbox.take(legDeadline === undefined ? undefined : legDeadline - Date.now());
    if (!message) return endPolitely(tools, call);
    switch (message.kind) {
      case 'leg_lost':
        legDeadline = await waitForLeg(tools, call);
        break;
      case 'agent_gone':
        return endPolitely(tools, call);
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

/** After a restart: is the agent still in the bridge, is the recorder still there? */
async function rejoin(tools: FlowTools, call: LiveCall): Promise<number | undefined> {
  await ensureRecorder(tools.ctx, call);
  await recordAnswer(tools, call, await readSipCallId(tools, call));
  await insertCallEvent(tools.ctx.sql, call.facts.id, tools.ctx.clock.now(), call.adopted ? 'adopted' : 'recovered');
  call.recovering = false;
  const leg = agentChannel(tools, call);
  if (!leg) return waitForLeg(tools, call);
  if (!call.held) await joinLeg(tools, call, leg);
  return undefined;
}

async function waitForLeg(tools: FlowTools, call: LiveCall): Promise<number> {
  const { ctx } = tools;
  if (!call.held) await ctx.ari.startMoh(call.facts.bridgeId, MOH_HOLD);
  await insertCallEvent(ctx.sql, call.facts.id, ctx.clock.now(), 'agent_leg_lost');
  return Date.now() + ctx.limits.legReturnMs;
}

async function joinLeg(tools: FlowTools, call: LiveCall, channelId: string): Promise<void> {
  const { ctx } = tools;
  if (!call.held) {
    await ctx.ari.addToBridge(call.facts.bridgeId, channelId);
    await ctx.ari.stopMoh(call.facts.bridgeId);
  }
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
  const { ctx } = tools;
  call.endedBy ??= 'system';
  const playbackId = `${call.facts.id}-sorry`;
  await ctx.ari.stopMoh(call.facts.bridgeId);
  await ctx.ari.playOnBridge(call.facts.bridgeId, playbackId, await promptMedia(ctx.ari, 'pbx/call-ended'));
  await insertCallEvent(ctx.sql, call.facts.id, ctx.clock.now(), 'politely_ended');
  if (call.agentId) await noticeAgent(ctx, call.agentId, NOTICES.politelyEnded);
  const deadline = Date.now() + PROMPT_TIMEOUT_MS;
  for (;;) {
    const message = await call.mailbox.take(deadline - Date.now());
    if (!message || message.kind === 'playback_finished') throw new CallOver('agent leg did not come back');
    noteCommon(call, message);
  }
}
