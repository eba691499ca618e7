import { newId } from '../../core/platform/ids.ts';
import type { PoolParameters } from '../../core/rules/pool-parameters.ts';
import { LiveCall } from '../calls/live-call.ts';
import { insertCall, insertCallEvent } from '../calls/queries.ts';
import { bridgeIdOf, channelIdOf, type TelephonyContext } from '../context.ts';
import type { DialPlan, NothingToDial } from '../dialer-port.ts';
import { ringSpoolName } from '../recording/recorder.ts';
import { takeTrunk } from './free-trunk.ts';

/** `no_trunk`: every channel that is not kept for call-backs is in use. */
export type PoolCallStart = { kind: 'started'; call: LiveCall } | { kind: 'no_trunk' } | NothingToDial;

/**
 * One call for the pool: target, attempt and row in one transaction, no agent yet. After it the attempt is carried out, or its row says
 * what became of it: two controllers, or one that was killed here, never ring the same citizen twice.
 */
export async function startPoolCall(
  ctx: TelephonyContext,
  line: string,
  parameters: PoolParameters,
): Promise<PoolCallStart> {
  const callId = newId();
  const recordingId = newId();
  ctx.failPoint('before-row');
  const plan = await ctx.sql.begin(async (tx): Promise<DialPlan | NothingToDial | { kind: 'no_trunk' }> => {
    if (!(await takeTrunk(ctx, tx, parameters))) return { kind: 'no_trunk' };
    const taken = await ctx.dialer.takeForPool(tx, line);
    if (taken.kind === 'nothing') return taken;
    const now = ctx.clock.now();
    await insertCall(tx, {
      id: callId,
      node: ctx.node,
      direction: 'outbound',
      mode: 'predictive',
      targetId: taken.targetId,
      campaignId: taken.campaignId,
      personId: taken.personId,
      phoneId: taken.phoneId,
      subjectId: taken.subjectId,
      agentId: null,
      agentLoginId: null,
      dialledNumber: taken.dialledNumber,
      callerId: taken.callerId,
      trunkId: taken.trunkId,
      attemptNo: taken.attemptNo,
      channelId: channelIdOf(callId),
      bridgeId: bridgeIdOf(callId),
      recordingId,
      ringSpool: ringSpoolName(recordingId),
      createdAt: now,
      plan: taken,
    });
    await insertCallEvent(tx, callId, now, 'created', { attemptNo: taken.attemptNo });
    return taken;
  });
  if (plan.kind !== 'plan') return plan;
  ctx.failPoint('after-row');
  const facts = {
    id: callId,
    direction: 'outbound' as const,
    mode: 'predictive' as const,
    agentSide: { kind: 'pool' as const },
    subjectId: plan.subjectId,
    targetId: plan.targetId,
    channelId: channelIdOf(callId),
    bridgeId: bridgeIdOf(callId),
    recordingId,
    endpoint: `PJSIP/${plan.dialledNumber}@${plan.endpoint}`,
    callerId: plan.callerId,
    ringTimeoutSec: plan.ringTimeoutSec,
  };
  const call = new LiveCall(facts, 'created', false);
  call.about = {
    type: plan.numberType === 'mobile' ? 'mobile' : 'fixed',
    ...(plan.score === null ? {} : { score: plan.score }),
  };
  return { kind: 'started', call };
}
