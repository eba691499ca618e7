import { newId } from '../../core/platform/ids.ts';
import { changeAgent } from '../agents/change-agent.ts';
import { NOTICES } from '../agents/notices.ts';
import { lockAgent } from '../agents/queries.ts';
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
}

/**
 * May it, and the row: one transaction holds the gate's yes, the `call` row with all ids, the target's and the agent's
 * move. After it, either the attempt is carried out or its row says what became of it. Nothing has been dialled yet.
 */
export async function startCall(
  ctx: TelephonyContext,
  agentId: string,
  targetId: number,
  phoneId: number | null,
): Promise<StartResult> {
  const callId = newId();
  const recordingId = newId();
  ctx.failPoint('before-row');
  const result = await ctx.sql.begin(async (tx): Promise<DialPlan | StartRefusal> => {
    const agent = await lockAgent(tx, agentId);
    if (agent?.state !== 'reserved' || agent.targetId !== targetId)
      return { kind: 'refused', code: 'call/not-reserved', message: 'この対象は割り当てられていません。' };
    if (!agent.legUp || !agent.mediaProven)
      return { kind: 'refused', code: 'call/no-leg', message: '音声の接続が確認できないため、発信できません。' };
    if (!(await takeTrunk(ctx, tx))) return { kind: 'refused', code: 'call/no-free-trunk', message: NOTICES.noTrunk };
    // Finished the way it began, whatever the campaign's mode is by now: with a timer it was shown first.
    const mode = agent.reservedUntil === null ? 'progressive' : 'preview';
    const verdict = await ctx.dialer.prepareDial(tx, { targetId, phoneId, agentId });
    const plan = verdict.kind === 'plan' ? ({ ...verdict, mode } as const) : verdict;
    if (plan.kind === 'refused') {
      const { code, message, targetGone } = plan;
      if (targetGone) await changeAgent(ctx, tx, agentId, { type: 'reservation_lost' }, { notice: message });
      return { kind: 'refused', code, message };
    }
    const now = ctx.clock.now();
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
    await changeAgent(ctx, tx, agentId, { type: 'dialling', callId }, { notice: null, line: plan.subjectId });
    return plan;
  });
  if (result.kind === 'refused') return result;
  ctx.failPoint('after-row');
  return { kind: 'started', call: new LiveCall(factsOf(callId, recordingId, agentId, result), 'created', false) };
}

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
