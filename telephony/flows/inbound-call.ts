import { messageOf } from '../../core/platform/errors.ts';
import { CallOver, type LiveCall } from '../calls/live-call.ts';
import { insertCallEvent, markAnswered, markQueued } from '../calls/queries.ts';
import { MOH_HOLD, productTimeAt } from '../context.ts';
import { anyoneOnDuty } from '../pool/queries.ts';
import { isReceptionOpen } from '../pool/reception-hours.ts';
import { ensureRecorder, startCallRecorder } from '../recording/recorder.ts';
import { joinSeated } from './find-agent.ts';
import { finishCall } from './finish-call.ts';
import { type FlowTools, noteCommon, noteGone } from './flow-tools.ts';
import { talkToTheEnd } from './outbound-attempt.ts';
import { promptMedia } from './prompts.ts';
import { sayGoodbye } from './say-goodbye.ts';

/**
 * A citizen calls back: answered, recorded, greeted, then music until an agent of the line is free, who goes to them before anybody we
 * called. Outside the hours, with nobody on duty, or nobody in time, they are told in words who we are and when to call. Its row exists already.
 */
export async function inboundCall(tools: FlowTools, call: LiveCall): Promise<void> {
  const { ctx } = tools;
  try {
    await pickUp(tools, call);
    if (call.facts.agentSide.kind === 'pool') await queue(tools, call);
    await talkToTheEnd(tools, call);
  } catch (error) {
    // A citizen who hangs up early makes the next REST call fail before its own event is read.
    if (!(error instanceof CallOver) && !(await goneMeanwhile(call))) {
      call.endedBy ??= 'system';
      ctx.logger.error({ callId: call.facts.id, err: messageOf(error) }, 'inbound call failed');
    }
  } finally {
    await finishCall(tools, call);
  }
}

/** Each step may find its work done: a controller that comes after a crash enters here too. */
async function pickUp(tools: FlowTools, call: LiveCall): Promise<void> {
  const { ctx } = tools;
  const { id, channelId } = call.facts;
  if (call.answeredAtMs === undefined) {
    await ctx.ari.answer(channelId);
    call.answeredAtMs = Date.now();
    call.phase = 'talking';
    await startCallRecorder(ctx, call);
  } else await ensureRecorder(ctx, call);
  const realMs = call.answeredAtMs;
  await markAnswered(ctx.sql, id, {
    at: productTimeAt(ctx.clock, realMs),
    realMs,
    sipCallId: (await ctx.ari.getVariable(channelId, 'CHANNEL(pjsip,call-id)')) || null,
    bridged: false,
  });
}

/** From here on the citizen stays in it: music and agents come and go. */
async function intoBridge({ ctx }: FlowTools, call: LiveCall): Promise<void> {
  const { channelId, bridgeId } = call.facts;
  await ctx.ari.createBridge(bridgeId, 'mixing,video_sfu', bridgeId);
  await ctx.ari.addToBridge(bridgeId, channelId);
}

async function queue(tools: FlowTools, call: LiveCall): Promise<void> {
  const { ctx, room, book } = tools;
  const { id, channelId, bridgeId, subjectId } = call.facts;
  if (!(await isReceptionOpen(ctx, subjectId))) return sayGoodbye(tools, call, 'inbound-closed');
  if (!(await anyoneOnDuty(ctx.sql, ctx.node, subjectId))) return sayGoodbye(tools, call, 'inbound-unavailable');
  const since = Date.now();
  await markQueued(ctx.sql, id, since);
  if (subjectId !== null) book.inbound(id, subjectId);
  room.enter(call, 'inbound');
  const greeting = `${id}-greeting`;
  const music = async () => {
    await intoBridge(tools, call);
    await ctx.ari.startMoh(bridgeId, MOH_HOLD);
  };
  // With an agent free this very moment there is nothing to wait for, and no words to speak over.
  const isSeated = () => call.mailbox.find(({ kind }) => kind === 'seated') !== undefined;
  await room.settled();
  if (call.adopted) await music();
  else if (!isSeated()) await ctx.ari.playOnChannel(channelId, greeting, await promptMedia(ctx.ari, 'pbx/please-wait'));
  let deadline: number | undefined = since + room.inboundWaitMs;
  for (;;) {
    const message = await call.mailbox.take(deadline === undefined ? undefined : deadline - Date.now());
    if (!message) {
      if (await room.leave(call)) return gaveUp(tools, call);
      deadline = undefined;
    } else if (message.kind === 'seated') {
      await ctx.ari.stopPlayback(greeting);
      await intoBridge(tools, call);
      await ctx.ari.stopMoh(bridgeId);
      if (await joinSeated(tools, call)) return;
      room.enter(call, 'inbound');
      deadline = since + room.inboundWaitMs;
    } else if (message.kind === 'playback_finished') {
      if (message.playbackId === greeting) await music();
    } else noteCommon(call, message);
  }
}

async function gaveUp(tools: FlowTools, call: LiveCall): Promise<never> {
  tools.book.dropped(call.facts.id);
  await insertCallEvent(tools.ctx.sql, call.facts.id, tools.ctx.clock.now(), 'waited_in_vain');
  return sayGoodbye(tools, call, 'inbound-unavailable');
}

/** The event of a channel that is gone follows the refusal of a REST call within milliseconds. */
const GONE_EVENT_MS = 500;

async function goneMeanwhile(call: LiveCall): Promise<boolean> {
  const deadline = Date.now() + GONE_EVENT_MS;
  while (call.goneAtMs === undefined) {
    const message = await call.mailbox.take(deadline - Date.now());
    if (!message) return false;
    if (message.kind !== 'gone') continue;
    noteGone(call, message);
    call.endedBy ??= 'citizen';
    // Gone before our answer reached them: nothing was heard, by nobody.
    if (call.callRecorderId === undefined) call.answeredAtMs = undefined;
  }
  return true;
}
