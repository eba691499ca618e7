import { newId } from '../../core/platform/ids.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { changeAgent } from '../agents/change-agent.ts';
import { NOTICES } from '../agents/notices.ts';
import { type AgentRow, lockAgent } from '../agents/queries.ts';
import { bridgeIdOf, channelIdOf, type TelephonyContext } from '../context.ts';
import type { DialPlan } from '../dialer-port.ts';
import { takeTrunk } from '../pool/free-trunk.ts';
import { ringSpoolName } from '../recording/recorder.ts';
import { type CallFacts, LiveCall } from './live-call.ts';
import { insertCall, insertCallEvent } from './queries.ts';

export type StartResult = { kind: 'started'; call: LiveCall } | StartRefusal;
export interface StartRefusal {
  kind: 'refused';
  code: string;
  message: string;
  /** The lease is gone already, and the agent's reservation with it. */
  targetGone: boolean;
}

export interface StartWish {
  agentId: string;
  targetId: number;
  phoneId: number | null;
  /** The gate has said yes in this transaction, and a trunk was taken in it. */
  planNow?: (() => Promise<DialPlan>) | undefined;
  /** The agent's row where this transaction has locked it already, as it stands now. */
  locked?: AgentRow | undefined;
}

/** The agent's own dial. Nothing has been dialled yet when it returns. */
export async function startCall(ctx: TelephonyContext, wish: StartWish): Promise<StartResult> {
  ctx.failPoint('before-row');
  const result = await ctx.sql.begin((tx) => writeStart(ctx, tx, wish));
  if (result.kind === 'started') ctx.failPoint('after-row');
  return result;
}

/**
 * May it, and the row: the caller's transaction holds the gate's yes, the `call` row with all ids, the target's and the agent's
 * move. After its commit, either the attempt is carried out or its row says what became of it.
 */
export async function writeStart(ctx: TelephonyContext, tx: TransactionSql, wish: StartWish): Promise<StartResult> {
  const { agentId, targetId, phoneId, planNow, locked } = wish;
  const agent = locked ?? (await lockAgent(tx, agentId));
  if (agent?.state !== 'reserved' || agent.targetId !== targetId)
    return refused('call/not-reserved', 'この対象は割り当てられていません。');
  if (!agent.legUp || !agent.mediaProven)
    return refused('call/no-leg', '音声の接続が確認できないため、発信できません。');
  if (!planNow && !(await takeTrunk(ctx, tx))) return refused('call/no-free-trunk', NOTICES.noTrunk);
  const verdict = planNow ? await planNow() : await ctx.dialer.prepareDial(tx, { targetId, phoneId, agentId });
  if (verdict.kind === 'refused') {
    const { code, message, targetGone } = verdict;
    if (targetGone) await changeAgent(ctx, tx, agent, { type: 'reservation_lost' }, { notice: message });
    return { kind: 'refused', code, message, targetGone };
  }
  // Finished the way it began, whatever the campaign's mode is by now: with a timer it was shown first.
  const plan = { ...verdict, mode: agent.reservedUntil === null ? 'progressive' : 'preview' } as const;
  const now = ctx.clock.now();
  const callId = newId();
  const recordingId = newId();
  await insertCall(tx, {
    id: callId,
    node: ctx.node,
    direction: 'outbound',
    mode: plan.mode,
    targetId,
    campaignId: plan.campaignId,
    personId: plan.personId,
    phoneId: plan.phoneId,
    subjectId: plan.subjectId,
    agentId,
    agentLoginId: agent.loginId,
    dialledNumber: plan.dialledNumber,
    callerId: plan.callerId,
    trunkId: plan.trunkId,
    attemptNo: plan.attemptNo,
    channelId: channelIdOf(callId),
    bridgeId: bridgeIdOf(callId),
    recordingId,
    ringSpool: ringSpoolName(recordingId),
    createdAt: now,
    plan,
  });
  await insertCallEvent(tx, callId, now, 'created', { attemptNo: plan.attemptNo });
  await changeAgent(ctx, tx, agent, { type: 'dialling', callId }, { notice: null, line: plan.subjectId });
  return { kind: 'started', call: new LiveCall(factsOf(callId, recordingId, agentId, plan), 'created', false) };
}

const refused = (code: string, message: string): StartRefusal => ({
  kind: 'refused',
  code,
  message,
  targetGone: false,
});

function factsOf(callId: string, recordingId: string, agentId: string, plan: DialPlan): CallFacts {
  return {
    id: callId,
    direction: 'outbound',
    mode: plan.mode,
    agentSide: { kind: 'agent', agentId },
    subjectId: plan.subjectId,
    targetId: plan.targetId,
    channelId: channelIdOf(callId),
    bridgeId: bridgeIdOf(callId),
    recordingId,
    endpoint: `PJSIP/${plan.dialledNumber}@${plan.endpoint}`,
    callerId: plan.callerId,
    ringTimeoutSec: plan.ringTimeoutSec,
  };
}
