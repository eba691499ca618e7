import { messageOf } from '../../core/platform/errors.ts';
import type { LiveCall } from '../calls/live-call.ts';
import { insertCallEvent, markAbandoned, markConnected } from '../calls/queries.ts';
import { productTimeAt } from '../context.ts';
import { ensureRecorder } from '../recording/recorder.ts';
import { readSipCallId, recordAnswer } from './await-answer.ts';
import { agentChannel, type FlowTools, noteCommon } from './flow-tools.ts';
import { citizenIn } from './into-bridge.ts';
import { sayGoodbye } from './say-goodbye.ts';

/**
 * A citizen answered a call of the pool: an agent joins them, or after the patience of two seconds they are told in words who called.
 * Returns with the agent's leg in the bridge.
 * @throws CallOver on any other end.
 */
export async function findAgent(tools: FlowTools, call: LiveCall): Promise<void> {
  const { room } = tools;
  if (call.abandoned) return abandon(tools, call);
  if (call.adopted) await catchUp(tools, call);
  room.enter(call, 'answered');
  const from = call.adopted ? Date.now() : (call.answeredAtMs ?? Date.now());
  let deadline: number | undefined = from + room.patienceMs;
  for (;;) {
    const message = await call.mailbox.take(deadline === undefined ? undefined : deadline - Date.now());
    if (!message) {
      if (await room.leave(call)) return abandon(tools, call);
      // An agent was given in this very moment: the message is on its way.
      deadline = undefined;
    } else if (message.kind === 'seated') {
      if (await joinSeated(tools, call)) return;
      room.enter(call, 'answered');
      deadline = Date.now() + room.patienceMs;
    } else noteCommon(call, message);
  }
}

/** Answered while no controller watched. */
async function catchUp(tools: FlowTools, call: LiveCall): Promise<void> {
  await ensureRecorder(tools.ctx, call);
  await recordAnswer(tools, call, await readSipCallId(tools, call));
  await insertCallEvent(tools.ctx.sql, call.facts.id, tools.ctx.clock.now(), 'adopted');
}

/**
 * The agent's leg into the bridge, and only then everything that can wait.
 * @returns false when the leg was lost in between; the agent is out of the call again and another one is to be found.
 */
export async function joinSeated(tools: FlowTools, call: LiveCall): Promise<boolean> {
  const { ctx, book, room } = tools;
  const { id, bridgeId } = call.facts;
  ctx.failPoint('after-seat');
  try {
    const leg = agentChannel(tools, call);
    if (!leg) throw new Error('the leg is gone');
    // Who called us is in it since we picked up.
    if (call.facts.direction === 'outbound') await citizenIn(ctx, call);
    await ctx.ari.addToBridge(bridgeId, leg);
  } catch (error) {
    ctx.logger.warn(
      { callId: id, agentId: call.agentId, err: messageOf(error) },
      'an agent could not be joined; the next one',
    );
    await room.unseat(call);
    return false;
  }
  const realMs = Date.now();
  call.connectedAtMs = realMs;
  book.connected(id, call.agentId);
  ctx.failPoint('after-connect');
  await call.answerWritten;
  const at = productTimeAt(ctx.clock, realMs);
  await markConnected(ctx.sql, id, at, realMs);
  await insertCallEvent(ctx.sql, id, at, 'connected', { afterMs: realMs - (call.answeredAtMs ?? realMs) });
  return true;
}

/** Nobody was free in time. Written before the message plays: whatever becomes of us, this person counts. */
async function abandon(tools: FlowTools, call: LiveCall): Promise<never> {
  const { ctx, book } = tools;
  call.abandoned = true;
  call.endedBy ??= 'system';
  book.dropped(call.facts.id);
  ctx.failPoint('before-message');
  await markAbandoned(ctx.sql, call.facts.id);
  return sayGoodbye(tools, call, 'courtesy');
}
