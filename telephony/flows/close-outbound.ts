import { messageOf } from '../../core/platform/errors.ts';
import { lineResult } from '../../core/rules/line-result.ts';
import { type AgentPatch, changeAgent } from '../agents/change-agent.ts';
import { NOTICES } from '../agents/notices.ts';
import type { LiveCall } from '../calls/live-call.ts';
import { closeCall, insertCallEvent, raiseIncident } from '../calls/queries.ts';
import { productTimeAt } from '../context.ts';
import { agentChannel, type FlowTools, noteGone } from './flow-tools.ts';

/** Our own hang-up is confirmed by Asterisk within milliseconds. */
const GONE_TIMEOUT_MS = 2_000;

/**
 * The end of every outbound call, whatever ended it: channel gone, agent's leg back in the holding bridge, bridge
 * destroyed, and row, agent and target moved on in one transaction. Each step may find its work already done.
 */
export async function closeOutbound(tools: FlowTools, call: LiveCall): Promise<void> {
  const { ctx } = tools;
  ctx.failPoint('before-close');
  if (!call.pbxLost) {
    await attempt(tools, call, 'hang up', () => hangUpCitizen(tools, call));
    ctx.failPoint('after-hang-up');
    await attempt(tools, call, 'park the agent', async () => {
      const leg = agentChannel(tools, call);
      if (leg) await tools.legs.park(leg);
    });
    await attempt(tools, call, 'destroy the bridge', () => ctx.ari.destroyBridge(call.facts.bridgeId));
  }
  for (const message of call.mailbox.drain()) {
    if ('reply' in message) refuseLate(message.kind, message.reply);
    if (message.kind === 'answered') call.answeredAtMs ??= message.atMs;
  }
  await untilWritten(tools, call);
  ctx.failPoint('after-close');
}

function refuseLate(kind: string, reply: { done(): void; refuse(code: string, message: string): void }): void {
  if (kind === 'hang_up') reply.done();
  else reply.refuse('call/over', '通話は終了しています。');
}

async function hangUpCitizen(tools: FlowTools, call: LiveCall): Promise<void> {
  if (call.goneAtMs !== undefined) return;
  await tools.ctx.ari.hangUp(call.facts.channelId, call.timedOut ? 'no_answer' : 'normal');
  const deadline = Date.now() + GONE_TIMEOUT_MS;
  while (call.goneAtMs === undefined) {
    const message = await call.mailbox.take(deadline - Date.now());
    if (!message) break;
    if (message.kind === 'gone') noteGone(call, message);
    // An answer that crossed our hang-up: the citizen did pick up, and the row must say so.
    if (message.kind === 'answered') call.answeredAtMs ??= message.atMs;
    if ('reply' in message) refuseLate(message.kind, message.reply);
  }
}

/** Seconds without the database, or a lost race for a lock, must not leave a row open that nobody carries on. */
const WRITE_TRIES = 8;
const WRITE_AGAIN_MS = 500;

async function untilWritten(tools: FlowTools, call: LiveCall): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await recordEnd(tools, call);
      return;
    } catch (error) {
      if (tries >= WRITE_TRIES) throw error;
      tools.ctx.logger.warn(
        { callId: call.facts.id, err: messageOf(error) },
        'the end is not written yet; trying again',
      );
      await new Promise((resolve) => setTimeout(resolve, WRITE_AGAIN_MS));
    }
  }
}

async function recordEnd(tools: FlowTools, call: LiveCall): Promise<void> {
  const { ctx } = tools;
  const { id, targetId, mode } = call.facts;
  const realMs = call.goneAtMs ?? Date.now();
  const at = productTimeAt(ctx.clock, realMs);
  const answered = call.answeredAtMs !== undefined;
  const result = lineResult({
    answered,
    cancelled: call.cancelled,
    timedOut: call.timedOut,
    sipCode: call.sipCode,
    // Our own hang-up brings a cause of its own, which says nothing about the line.
    q850: call.endedBy === 'citizen' ? call.cause : undefined,
  });
  // A preview agent looks at every result; a progressive one goes straight on when nobody answered.
  const wrapUp = call.agentId !== null && targetId !== null && (answered || (mode === 'preview' && !call.cancelled));
  await ctx.sql.begin(async (tx) => {
    const closed = await closeCall(tx, id, {
      at,
      realMs,
      lineResult: result,
      sipCode: call.sipCode ?? null,
      q850: call.cause ?? null,
      endedBy: call.endedBy ?? 'system',
      answered: answered
        ? { at: productTimeAt(ctx.clock, call.answeredAtMs ?? realMs), realMs: call.answeredAtMs ?? realMs }
        : null,
    });
    if (!closed) return;
    await insertCallEvent(tx, id, at, 'ended', { endedBy: call.endedBy ?? 'system', lineResult: result, realMs });
    if (call.pbxLost) await raiseIncident(tx, id, 'pbx_lost', { answered: answered ? 1 : 0 });
    if (!call.agentId) return;
    const patch: AgentPatch = call.pbxLost ? { notice: NOTICES.callEndedByPbx } : {};
    const change = await changeAgent(ctx, tx, call.agentId, { type: 'call_over', callId: id, wrapUp }, patch);
    if (targetId === null) return;
    const held = change?.after.state === 'wrap_up';
    const outcome = {
      targetId,
      agentId: call.agentId,
      callId: id,
      answered,
      lineResult: result,
      cutBy: null,
      wrapUp: held,
    };
    await ctx.dialer.callEnded(tx, outcome);
  });
}

/** Clean-up never stops half-way: what fails is logged, and the next reconcile does it again. */
async function attempt(tools: FlowTools, call: LiveCall, what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    tools.ctx.logger.warn({ callId: call.facts.id, what, err: messageOf(error) }, 'clean-up step failed');
  }
}
