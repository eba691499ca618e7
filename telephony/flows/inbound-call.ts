import { messageOf } from '../../core/platform/errors.ts';
import { inboundParameters } from '../../core/rules/inbound/inbound-parameters.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { CallOver, type LiveCall } from '../calls/live-call.ts';
import { insertCallEvent, markAnswered } from '../calls/queries.ts';
import { productTimeAt } from '../context.ts';
import { selectCallLanguage, selectInboundSetting } from '../pool/inbound-queries.ts';
import { anyoneOnDuty } from '../pool/queries.ts';
import { receptionNow } from '../pool/reception-hours.ts';
import { ensureRecorder, startCallRecorder } from '../recording/recorder.ts';
import { readSipCallId } from './await-answer.ts';
import { finishCall } from './finish-call.ts';
import { type FlowTools, noteGone } from './flow-tools.ts';
import { InboundQueue } from './inbound-queue.ts';
import { InboundWords } from './inbound-words.ts';
import { talkToTheEnd } from './outbound-attempt.ts';
import { turnAway } from './turn-away.ts';

/**
 * A citizen calls back: answered, recorded, told that it is recorded, then music until an agent of the line is free, who goes to them before
 * anybody we called. Outside the hours, with nobody on duty, or nobody in time, they are told in words who we are and when to call, and may
 * leave a message where the city wants it. Its row exists already.
 */
export async function inboundCall(tools: FlowTools, call: LiveCall): Promise<void> {
  const { ctx } = tools;
  try {
    await pickUp(tools, call);
    if (call.facts.agentSide.kind === 'pool') await receive(tools, call);
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
    sipCallId: await readSipCallId(tools, call),
    bridged: false,
  });
}

async function receive(tools: FlowTools, call: LiveCall): Promise<void> {
  const { ctx } = tools;
  const { id, subjectId } = call.facts;
  // Asked at once: each of them stands between the INVITE and the agent's screen.
  const [setting, language, reception, onDuty] = await Promise.all([
    selectInboundSetting(ctx.sql, tokyoTime(ctx.clock.now()).date),
    selectCallLanguage(ctx.sql, id),
    receptionNow(ctx, subjectId),
    anyoneOnDuty(ctx.sql, ctx.node, subjectId),
  ]);
  const parameters = inboundParameters(setting);
  const words = new InboundWords(ctx, parameters, language);
  if (reception !== 'open') return turnAway(tools, call, { words, parameters, why: reception });
  if (!onDuty) return turnAway(tools, call, { words, parameters, why: 'busy' });
  const waited = await new InboundQueue(tools, call, words, parameters).wait();
  if (waited === 'joined') return;
  await insertCallEvent(ctx.sql, id, ctx.clock.now(), 'waited_in_vain');
  return turnAway(tools, call, { words, parameters, why: 'busy', noticeSaid: true });
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
