import type { LineResult, TalkResult, WhoAnswered } from '../../core/contracts/calls.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { diallingParameters } from '../../core/rules/dialling-parameters.ts';
import { nextStep } from '../../core/rules/redial.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { CallOutcome } from '../dialer-port.ts';
import { selectCampaign } from './fact-queries.ts';
import {
  type CallEnd,
  earlierResults,
  holdForWrapUp,
  LEASE_SEC,
  lastCall,
  lockProgress,
  moveTarget,
} from './queries.ts';
import type { DialerDeps } from './read-facts.ts';

/** The call is over: the agent keeps the target for wrap-up, or the line result alone decides. */
export async function callEnded(db: Queryable, deps: DialerDeps, outcome: CallOutcome): Promise<void> {
  const { targetId, agentId, callId, lineResult } = outcome;
  const progress = await lockProgress(db, targetId);
  // Told twice, or told late after the reaper: the target has moved on already.
  if (!progress || progress.leaseAgentId !== agentId) return;
  if (outcome.wrapUp) {
    await holdForWrapUp(db, targetId, lineResult, LEASE_SEC);
    return;
  }
  const call = await lastCall(db, targetId, callId);
  await moveOn(db, deps, progress.campaignId, targetId, {
    ...noResult,
    callId,
    dialled: call?.dialled ?? true,
    lineResult,
  });
}

/** The agent's result is saved: it decides. */
export async function resultSaved(
  db: Queryable,
  deps: DialerDeps,
  saved: { targetId: number; agentId: string; callId: string },
): Promise<void> {
  const progress = await lockProgress(db, saved.targetId);
  if (!progress || progress.leaseAgentId !== saved.agentId) return;
  const call = await lastCall(db, saved.targetId, saved.callId);
  await moveOn(db, deps, progress.campaignId, saved.targetId, {
    ...noResult,
    callId: saved.callId,
    ...call,
    lineResult: call?.lineResult ?? progress.lastLineResult,
  });
}

const noResult: Omit<CallEnd, 'callId'> = {
  phoneId: null,
  dialled: true,
  ended: true,
  lineResult: null,
  whoAnswered: null,
  talkResult: null,
  callbackAt: null,
};

/** Applies the redial rule. A call without any line result was ours to lose: it reached nobody. */
export async function moveOn(
  db: Queryable,
  { clock, node }: DialerDeps,
  campaignId: string,
  targetId: number,
  call: CallEnd,
): Promise<void> {
  const now = clock.now();
  const campaign = await selectCampaign(db, campaignId, null, node, tokyoTime(now).date);
  const lineResult = (call.lineResult ?? 'trunk_error') as LineResult;
  const results = [lineResult, ...(await earlierResults(db, targetId, call.callId))];
  const otherThanBusy = results.findIndex((result) => result !== 'busy');
  const step = nextStep(
    {
      now,
      lineResult,
      whoAnswered: call.whoAnswered as WhoAnswered | null,
      talkResult: call.talkResult as TalkResult | null,
      callbackAt: call.callbackAt,
      busyInRow: otherThanBusy === -1 ? results.length : otherThanBusy,
      noAnswers: results.filter((result) => result === 'no_answer').length,
    },
    diallingParameters(campaign?.dialling),
  );
  await moveTarget(db, {
    targetId,
    state: step.state,
    nextAt: step.nextAt,
    code: step.code,
    reason: step.reason,
    takeBackAttempt: !step.countsAsAttempt || !call.dialled,
    lineResult,
    talkResult: call.talkResult,
  });
}
