import type { LineResult, TalkResult, WhoAnswered } from '../../core/contracts/calls.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { DEFAULT_DIALLING } from '../../core/rules/dialling-parameters.ts';
import { nextStep } from '../../core/rules/redial.ts';
import type { CallOutcome } from '../dialer-port.ts';
import {
  ANY_NEXT_TRY,
  type CallEnd,
  earlierResults,
  holdForWrapUp,
  LEASE_SEC,
  lastCall,
  lockProgress,
  moveTarget,
  type ProgressRow,
  setNextTry,
} from './queries.ts';
import { type DialerDeps, readCampaign } from './read-facts.ts';

/** The call is over: the agent keeps the target for wrap-up, or the line result alone decides. */
export async function callEnded(db: Queryable, deps: DialerDeps, outcome: CallOutcome): Promise<void> {
  const { targetId, agentId, callId, lineResult } = outcome;
  const progress = await lockProgress(db, targetId);
  // Told twice, or told late after the reaper: the target has moved on already.
  if (!progress || !holds(progress, agentId)) return;
  if (outcome.wrapUp) {
    await holdForWrapUp(db, targetId, lineResult, LEASE_SEC);
    return;
  }
  const call = await lastCall(db, targetId, callId);
  await moveOn(db, deps, progress, {
    ...noResult,
    callId,
    dialled: call?.dialled ?? true,
    lineResult,
    cut: outcome.cutBy !== null && !outcome.answered,
  });
}

/** Nobody (null) is the pool: then the target is in its hands, or in no one's and has moved on. */
function holds({ leaseAgentId, leasePool }: ProgressRow, agentId: string | null): boolean {
  return agentId === null ? leasePool : leaseAgentId === agentId;
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
  await moveOn(db, deps, progress, {
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
  cut: false,
};

/** Applies the redial rule. A call without any line result was ours to lose: it reached nobody. */
export async function moveOn(db: Queryable, deps: DialerDeps, progress: ProgressRow, call: CallEnd): Promise<void> {
  const { targetId, campaignId } = progress;
  const now = deps.clock.now();
  const campaign = await readCampaign(db, deps, campaignId, null);
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
    campaign?.facts.parameters ?? DEFAULT_DIALLING,
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
  await setNextTry(db, targetId, {
    ...ANY_NEXT_TRY,
    mode: lineResult === 'abandoned' ? 'preview' : null,
    cutInRow: call.cut ? progress.cutInRow + 1 : 0,
  });
}
