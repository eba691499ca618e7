import { messageOf } from '../../core/platform/errors.ts';
import { CallOver, type LiveCall } from '../calls/live-call.ts';
import { closeCall, insertCallEvent, markAnswered } from '../calls/queries.ts';
import { productTimeAt } from '../context.ts';
import { startCallRecorder } from '../recording/recorder.ts';
import { type FlowTools, noteCommon, noteGone } from './flow-tools.ts';
import { PROMPT_TIMEOUT_MS, promptMedia } from './prompts.ts';

const GONE_TIMEOUT_MS = 2_000;

/** A citizen calls back: answered, recorded, told in words who we are and when to call. Its row exists already. */
export async function inboundMessage(tools: FlowTools, call: LiveCall): Promise<void> {
  const { ctx } = tools;
  const { id, channelId } = call.facts;
  try {
    if (!call.adopted) {
      await ctx.ari.answer(channelId);
      call.answeredAtMs = Date.now();
      await startCallRecorder(ctx, call);
      await markAnswered(ctx.sql, id, {
        at: productTimeAt(ctx.clock, call.answeredAtMs),
        realMs: call.answeredAtMs,
        sipCallId: (await ctx.ari.getVariable(channelId, 'CHANNEL(pjsip,call-id)')) || null,
        bridged: false,
      });
      await ctx.ari.playOnChannel(channelId, `${id}-inbound`, await promptMedia(ctx.ari, 'pbx/inbound-unavailable'));
      await untilPlayed(call);
    }
    call.endedBy ??= 'system';
  } catch (error) {
    // A citizen who hangs up early makes the next REST call fail before its own event is read.
    if (!(error instanceof CallOver) && !(await goneMeanwhile(call))) {
      call.endedBy ??= 'system';
      ctx.logger.error({ callId: id, err: messageOf(error) }, 'inbound call failed');
    }
  } finally {
    await closeInbound(tools, call);
  }
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
  }
  return true;
}

async function untilPlayed(call: LiveCall): Promise<void> {
  const deadline = Date.now() + PROMPT_TIMEOUT_MS;
  for (;;) {
    const message = await call.mailbox.take(deadline - Date.now());
    if (!message || message.kind === 'playback_finished') return;
    noteCommon(call, message);
  }
}

async function closeInbound(tools: FlowTools, call: LiveCall): Promise<void> {
  const { ctx } = tools;
  if (!call.pbxLost && call.goneAtMs === undefined) {
    await ctx.ari
      .hangUp(call.facts.channelId)
      .catch((error: unknown) => ctx.logger.warn({ callId: call.facts.id, err: messageOf(error) }, 'hang up'));
    const deadline = Date.now() + GONE_TIMEOUT_MS;
    while (call.goneAtMs === undefined) {
      const message = await call.mailbox.take(deadline - Date.now());
      if (!message) break;
      if (message.kind === 'gone') noteGone(call, message);
    }
  }
  const realMs = call.goneAtMs ?? Date.now();
  const at = productTimeAt(ctx.clock, realMs);
  await ctx.sql.begin(async (tx) => {
    await closeCall(tx, call.facts.id, {
      at,
      realMs,
      lineResult: call.answeredAtMs === undefined ? 'no_answer' : 'answered_human',
      sipCode: call.sipCode ?? null,
      q850: call.cause ?? null,
      endedBy: call.endedBy ?? 'system',
      answered: null,
    });
    await insertCallEvent(tx, call.facts.id, at, 'ended', { endedBy: call.endedBy ?? 'system', realMs });
  });
}
