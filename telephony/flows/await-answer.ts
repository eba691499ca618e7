import { messageOf } from '../../core/platform/errors.ts';
import { changeAgent } from '../agents/change-agent.ts';
import { listenForMachine } from '../answering-machine/listen-for-machine.ts';
import { CallOver, type LiveCall } from '../calls/live-call.ts';
import { insertCallEvent, markAnswered, markRinging, raiseIncident } from '../calls/queries.ts';
import { productTimeAt } from '../context.ts';
import { startCallRecorder, stopRingRecorder } from '../recording/recorder.ts';
import { agentChannel, cutShort, type FlowTools, noteCommon } from './flow-tools.ts';
import { citizenIn } from './into-bridge.ts';

/**
 * Rings until somebody answers.
 * @throws CallOver on any other end: no answer, busy, refused, cancelled, leg lost, Asterisk gone.
 */
export async function awaitAnswer(tools: FlowTools, call: LiveCall): Promise<void> {
  const { ctx } = tools;
  let deadline = Date.now() + call.facts.ringTimeoutSec * 1_000 + ctx.limits.ringGraceMs;
  // After a restart nobody knows whether the dial was sent. A channel that then shows no progress never will, and it is
  // never dialled again.
  if (call.adopted && call.phase === 'dialling')
    deadline = Math.min(deadline, Date.now() + ctx.limits.adoptedSilenceMs);
  let sipCallId: string | null = null;
  for (;;) {
    const message = await call.mailbox.take(deadline - Date.now());
    if (!message) {
      call.timedOut = true;
      call.endedBy = 'system';
      throw new CallOver('no answer in time');
    }
    switch (message.kind) {
      case 'ringing':
        call.earlyMedia ||= message.earlyMedia;
        if (call.phase === 'ringing') break;
        call.phase = 'ringing';
        call.ringingAtMs = message.atMs;
        if (call.adopted) deadline = Date.now() + call.facts.ringTimeoutSec * 1_000 + ctx.limits.ringGraceMs;
        sipCallId = await readSipCallId(tools, call);
        await markRinging(ctx.sql, call.facts.id, productTimeAt(ctx.clock, message.atMs), sipCallId);
        break;
      case 'answered':
        await answered(tools, call, message.atMs, sipCallId);
        return;
      case 'leg_lost':
        // Nobody may answer into the void.
        call.endedBy = 'system';
        cutShort(call, 'leg_lost');
        throw new CallOver('agent leg lost while ringing');
      case 'hold':
      case 'dtmf':
        message.reply.refuse('call/not-answered', 'まだ応答がありません。');
        break;
      default:
        noteCommon(call, message);
    }
  }
}

async function answered(tools: FlowTools, call: LiveCall, atMs: number, sipCallId: string | null): Promise<void> {
  const { ctx } = tools;
  const { id } = call.facts;
  call.answeredAtMs = atMs;
  call.phase = 'talking';
  ctx.failPoint('after-answer');
  call.answerWritten = writeAnswer(tools, call, sipCallId);
  if (call.facts.agentSide.kind !== 'pool') return call.answerWritten;
  // While the recorder starts and rows are written, an agent is found and joined: nothing of it makes the citizen wait.
  citizenIn(ctx, call).catch((error: unknown) =>
    ctx.logger.warn({ callId: id, err: messageOf(error) }, 'not in the bridge yet; again with the agent'),
  );
  tools.book.answered(id, atMs);
  tools.room.enter(call, 'answered');
}

async function writeAnswer(tools: FlowTools, call: LiveCall, sipCallId: string | null): Promise<void> {
  const { ctx } = tools;
  const { id } = call.facts;
  // The recorder first: each millisecond before it is missing from the recording.
  const recorded = startCallRecorder(ctx, call).then(
    (startedAtMs) => inTime(tools, call, startedAtMs),
    (error: unknown) => {
      ctx.logger.error(
        { callId: id, err: messageOf(error) },
        'no call recorder; the ring recorder stays the recording',
      );
      return false;
    },
  );
  try {
    await recordAnswer(tools, call, sipCallId ?? (await readSipCallId(tools, call)));
  } catch (error) {
    // The citizen is there already: the conversation goes on, and `talk` writes what is missing.
    ctx.logger.error({ callId: id, err: messageOf(error) }, 'the answer could not be written yet');
    call.recovering = true;
  }
  const ringRecorderMayStop = await recorded;
  listenForMachine(ctx, call).catch((error: unknown) =>
    ctx.logger.warn({ callId: id, err: messageOf(error) }, 'nobody listened for a machine'),
  );
  ctx.failPoint('after-call-recorder');
  if (ringRecorderMayStop)
    await stopRingRecorder(ctx, call).catch((error: unknown) => {
      ctx.logger.warn({ callId: id, err: messageOf(error) }, 'the ring recorder goes on beside the call recorder');
    });
}

/** An exchange out of breath began the call recorder late: what it missed is in the ring recorder alone, which then goes on. */
function inTime({ ctx }: FlowTools, call: LiveCall, startedAtMs: number): boolean {
  const lateMs = startedAtMs - (call.answeredAtMs ?? startedAtMs);
  if (lateMs <= ctx.limits.recorderLateMs) return true;
  ctx.logger.warn(
    { callId: call.facts.id, lateMs },
    'the call recorder began late; the ring recorder goes on beside it',
  );
  return false;
}

/** Idempotent: also runs for a call that was answered while no controller was there. */
export async function recordAnswer(tools: FlowTools, call: LiveCall, sipCallId: string | null): Promise<void> {
  const { ctx } = tools;
  const { id } = call.facts;
  const realMs = call.answeredAtMs ?? Date.now();
  const at = productTimeAt(ctx.clock, realMs);
  const bridged = agentChannel(tools, call) !== undefined && call.facts.mode !== 'predictive';
  // The agent was in the bridge before the dial: both hear each other with the answer itself.
  if (bridged) call.connectedAtMs ??= realMs;
  await ctx.sql.begin(async (tx) => {
    await markAnswered(tx, id, { at, realMs, sipCallId, bridged });
    if (call.agentId) await changeAgent(ctx, tx, call.agentId, { type: 'answered', callId: id });
    await insertCallEvent(tx, id, at, 'answered', { realMs, estimated: call.answerEstimated });
    if (call.answerEstimated) await raiseIncident(tx, id, 'answer_time_unknown', {});
  });
}

/** The same at the far side: how its own log is matched. Absent for a moment after the create, never afterwards. */
export async function readSipCallId({ ctx }: Pick<FlowTools, 'ctx'>, call: LiveCall): Promise<string | null> {
  const { channelId } = call.facts;
  // AMI away is no reason to end a call.
  const overAri = () => ctx.ari.getVariable(channelId, SIP_CALL_ID);
  return (await ctx.ami.getVariable(channelId, SIP_CALL_ID).catch(overAri)) || null;
}

const SIP_CALL_ID = 'CHANNEL(pjsip,call-id)';
