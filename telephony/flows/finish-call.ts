import type { LineResult } from '../../core/contracts/calls.ts';
import { messageOf } from '../../core/platform/errors.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { lineResult } from '../../core/rules/line-result.ts';
import { type AgentPatch, changeAgent } from '../agents/change-agent.ts';
import { NOTICES } from '../agents/notices.ts';
import type { LiveCall } from '../calls/live-call.ts';
import { closeCall, insertCallEvent, raiseIncident } from '../calls/queries.ts';
import { productTimeAt } from '../context.ts';
import { endConsult } from '../parties/consult.ts';
import { releaseChannel } from '../parties/lose-party.ts';
import { releaseParties } from '../parties/release-parties.ts';
import { closePause } from '../recording/pause.ts';
import { ringSpoolName } from '../recording/recorder.ts';
import { agentChannel, type FlowTools, noteGone } from './flow-tools.ts';

/** Our own hang-up is confirmed by Asterisk within milliseconds. */
const GONE_TIMEOUT_MS = 2_000;

/**
 * The end of every call, whatever ended it: channel gone, agent's leg back in the holding bridge, bridge
 * destroyed, and row, agent and target moved on in one transaction. Each step may find its work already done.
 */
export async function finishCall(tools: FlowTools, call: LiveCall): Promise<void> {
  const { ctx } = tools;
  ctx.failPoint('before-close');
  if (!call.pbxLost) {
    await attempt(tools, call, 'hang up', () => hangUpCitizen(tools, call));
    ctx.failPoint('after-hang-up');
    await attempt(tools, call, 'park the agent', async () => {
      const leg = agentChannel(tools, call);
      if (leg) await tools.legs.park(leg);
    });
    for (const party of call.parties) await attempt(tools, call, 'let a party go', () => releaseChannel(tools, party));
    if (call.parties.length > 0 || call.adopted)
      await attempt(tools, call, 'end the consultation', () => endConsult(tools, call));
    await attempt(tools, call, 'destroy the bridge', () => ctx.ari.destroyBridge(call.facts.bridgeId));
  }
  await tools.room.leave(call);
  for (const party of call.parties) await tools.room.leaveTransfer(call, party);
  for (const message of call.mailbox.drain()) {
    if ('reply' in message) refuseLate(message.kind, message.reply);
    if (message.kind === 'answered') call.answeredAtMs ??= message.atMs;
  }
  await call.answerWritten;
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
  const { id } = call.facts;
  const realMs = call.goneAtMs ?? Date.now();
  const at = productTimeAt(ctx.clock, realMs);
  const answered = call.answeredAtMs !== undefined;
  const result = resultOf(call);
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
      fullRing: call.phase === 'created' ? null : answered || (!call.cancelled && !call.pbxLost),
      cutBy: answered ? null : (call.cutBy ?? null),
      abandoned: result === 'abandoned' || heardTooLate(tools, call),
      earlyMediaSpool: keepsEarlyMedia(call, result) ? ringSpoolName(call.facts.recordingId) : null,
    });
    if (!closed) return;
    await insertCallEvent(tx, id, at, 'ended', { endedBy: call.endedBy ?? 'system', lineResult: result, realMs });
    if (call.pbxLost) await raiseIncident(tx, id, 'pbx_lost', { answered: answered ? 1 : 0 });
    await closePause(tx, id, realMs, 'hang_up');
    await releaseParties(ctx, tx, id, at);
    await moveOn(tools, call, tx, result);
  });
  tools.book.ended(id, result, call.agentId);
}

/** Agent and target follow in the transaction that closes the row. */
async function moveOn({ ctx }: FlowTools, call: LiveCall, tx: TransactionSql, result: LineResult): Promise<void> {
  const { id: callId, targetId, mode } = call.facts;
  const answered = call.answeredAtMs !== undefined;
  let held = false;
  if (call.agentId) {
    // A preview agent looks at every result; a progressive one goes straight on when nobody answered.
    const wrapUp =
      (answered && wasHeard(call) && !hungUpBeforeUs(call)) ||
      (mode === 'preview' && targetId !== null && !call.cancelled);
    const patch: AgentPatch = call.pbxLost ? { notice: NOTICES.callEndedByPbx } : {};
    if (call.cutNotice !== null && !wrapUp) patch.notice = call.cutNotice;
    const change = await changeAgent(ctx, tx, call.agentId, { type: 'call_over', callId, wrapUp }, patch);
    held = change?.after.state === 'wrap_up';
  }
  // Of a call that was passed on outside, whoever passed it on holds the target, or has saved its result.
  if (targetId === null || call.facts.agentSide.kind === 'passed_on') return;
  const cutBy = answered ? null : (call.cutBy ?? null);
  const { leaseAgentId: agentId } = call;
  await ctx.dialer.callEnded(tx, { targetId, agentId, callId, answered, lineResult: result, cutBy, wrapUp: held });
}

/** What the network said about a number is confirmed by ear: an announcement, or a result that only an announcement proves. */
function keepsEarlyMedia(call: LiveCall, result: LineResult): boolean {
  if (call.answeredAtMs !== undefined || call.phase === 'created' || call.facts.targetId === null) return false;
  return BY_EAR.has(result) || (call.earlyMedia && !call.cancelled);
}

const BY_EAR: ReadonlySet<LineResult> = new Set<LineResult>(['unallocated', 'temp_out', 'unreachable']);

function resultOf(call: LiveCall): LineResult {
  const { answeredAtMs, cancelled, timedOut, sipCode } = call;
  const answered = answeredAtMs !== undefined;
  // Also who hung up while waiting, and whose answer crossed our hang-up: no agent ever heard them.
  if (answered && !wasHeard(call)) return 'abandoned';
  // Our own hang-up brings a cause of its own, which says nothing about the line.
  const q850 = call.endedBy === 'citizen' ? call.cause : undefined;
  return lineResult({ answered, cancelled, timedOut, sipCode, q850 });
}

/** A call of the pool has a citizen before it has an agent; every other one has both, or none. */
function wasHeard({ facts, agentId, connectedAtMs }: LiveCall): boolean {
  if (facts.agentSide.kind === 'passed_on') return true;
  return facts.mode !== 'predictive' || (agentId !== null && connectedAtMs !== undefined);
}

/** A citizen who called and was gone before the agent whose screen already told of them joined: nothing was said, nothing is to be written. */
function hungUpBeforeUs({ facts, connectedAtMs, adopted }: LiveCall): boolean {
  return facts.direction === 'inbound' && connectedAtMs === undefined && !adopted;
}

/** An agent was found after a restart, but later than the measure allows: told as what it was. */
function heardTooLate({ room }: FlowTools, call: LiveCall): boolean {
  if (call.facts.mode !== 'predictive' || call.answeredAtMs === undefined || call.connectedAtMs === undefined)
    return false;
  return call.connectedAtMs - call.answeredAtMs > room.patienceMs;
}

/** Clean-up never stops half-way: what fails is logged, and the next reconcile does it again. */
async function attempt(tools: FlowTools, call: LiveCall, what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    tools.ctx.logger.warn({ callId: call.facts.id, what, err: messageOf(error) }, 'clean-up step failed');
  }
}
