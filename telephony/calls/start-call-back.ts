import { newId } from '../../core/platform/ids.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { callerNumber } from '../../core/rules/inbound/caller-number.ts';
import { changeAgent } from '../agents/change-agent.ts';
import { NOTICES } from '../agents/notices.ts';
import { lockAgent } from '../agents/queries.ts';
import { bridgeIdOf, channelIdOf, type TelephonyContext } from '../context.ts';
import { mayCallBack } from '../dialer/may-call-back.ts';
import { takeTrunk } from '../pool/free-trunk.ts';
import { ringSpoolName } from '../recording/recorder.ts';
import { type CallFacts, LiveCall } from './live-call.ts';
import { insertCall, insertCallEvent, selectCallerOf } from './queries.ts';
import type { StartRefusal } from './start-call.ts';

export interface CallBackWish {
  agentId: string;
  /** The call that is answered by this one: its number is the only one that may be dialled. */
  inboundCallId: string;
  /** Who it was, as far as anybody knows. */
  personId: number | null;
  subjectId: string;
}

const refused = (code: string, message: string): StartRefusal => ({
  kind: 'refused',
  code,
  message,
  targetGone: false,
});

/** The gate, the row and the agent's move in one transaction. Nothing has been dialled yet when it returns. */
export async function startCallBack(
  ctx: TelephonyContext,
  wish: CallBackWish,
): Promise<{ kind: 'started'; call: LiveCall } | StartRefusal> {
  return ctx.sql.begin((tx) => write(ctx, tx, wish));
}

async function write(
  ctx: TelephonyContext,
  tx: TransactionSql,
  wish: CallBackWish,
): Promise<{ kind: 'started'; call: LiveCall } | StartRefusal> {
  const { agentId, inboundCallId, personId, subjectId } = wish;
  const agent = await lockAgent(tx, agentId);
  if (!agent?.legUp || !agent.mediaProven)
    return refused('call/no-leg', '音声の接続が確認できないため、発信できません。');
  if (agent.state !== 'available' && agent.state !== 'break')
    return refused('call/busy', '別の通話または対象が残っています。先にそちらを終えてください。');
  const { digits } = callerNumber((await selectCallerOf(tx, inboundCallId)) ?? null);
  if (digits === null) return refused('callback/no-number', '番号が通知されていないため、折返せません。');
  if (!(await takeTrunk(ctx, tx))) return refused('call/no-free-trunk', NOTICES.noTrunk);
  const verdict = await mayCallBack(tx, ctx, { agentId, personId, subjectId });
  if (!verdict.ok) return refused(verdict.code, verdict.message);
  const { line, trunk, band, ringTimeoutSec } = verdict;
  const now = ctx.clock.now();
  const callId = newId();
  const recordingId = newId();
  await insertCall(tx, {
    id: callId,
    node: ctx.node,
    direction: 'outbound',
    mode: 'manual',
    targetId: null,
    campaignId: null,
    personId,
    phoneId: null,
    subjectId,
    agentId,
    agentLoginId: agent.loginId,
    dialledNumber: digits,
    callerId: line.callerId,
    trunkId: trunk.id,
    attemptNo: null,
    channelId: channelIdOf(callId),
    bridgeId: bridgeIdOf(callId),
    recordingId,
    ringSpool: ringSpoolName(recordingId),
    createdAt: now,
    plan: { band, why: [{ rule: 'call_back', value: inboundCallId }] },
  });
  await insertCallEvent(tx, callId, now, 'created', { answers: inboundCallId });
  if (!(await changeAgent(ctx, tx, agentId, { type: 'calling_back', callId }, { notice: null, line: subjectId })))
    throw new Error('an agent who may call back could not');
  const facts: CallFacts = {
    id: callId,
    direction: 'outbound',
    mode: null,
    agentSide: { kind: 'agent', agentId },
    subjectId,
    targetId: null,
    channelId: channelIdOf(callId),
    bridgeId: bridgeIdOf(callId),
    recordingId,
    endpoint: `PJSIP/${digits}@${trunk.endpoint}`,
    callerId: line.callerId,
    ringTimeoutSec,
  };
  return { kind: 'started', call: new LiveCall(facts, 'created', false) };
}
