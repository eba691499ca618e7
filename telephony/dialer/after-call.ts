import type { LineResult, TalkResult, WhoAnswered } from '../../core/contracts/calls.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { selectTries } from '../../core/reach/fact-queries.ts';
import { type Tries, triesOf } from '../../core/reach/person-facts.ts';
import { onDay, ringsInBand } from '../../core/rules/attempt-count.ts';
import { callingBandOf } from '../../core/rules/calling-band.ts';
import { isMobile } from '../../core/rules/diallable-number.ts';
import { callingWindows } from '../../core/rules/may-call.ts';
import { nextStep, type RedialInput } from '../../core/rules/redial.ts';
import { stopsByTalk } from '../../core/rules/stop-policy.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { CallOutcome } from '../dialer-port.ts';
import { creditFollowers, moveTarget, setNextTry, wakeFollowers } from './move-queries.ts';
import { closeCallReminders } from './promise-queries.ts';
import {
  type CallEnd,
  holdForWrapUp,
  LEASE_SEC,
  lastCall,
  lockProgress,
  type ProgressRow,
  type TargetCall,
  targetCalls,
} from './queries.ts';
import { type CampaignTerms, type DialerDeps, readTerms } from './read-facts.ts';

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
    phoneId: call?.phoneId ?? null,
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
    agentId: saved.agentId,
    lineResult: call?.lineResult ?? progress.lastLineResult,
  });
}

const noResult: Omit<CallEnd, 'callId'> = {
  agentId: null,
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
  const { targetId } = progress;
  // Sent at once, answered in order: none of them needs the answer before it.
  const [terms, row, calls] = await Promise.all([
    readTerms(db, deps, progress.campaignId),
    selectTries(db, targetId, deps.clock.now()),
    targetCalls(db, targetId),
  ]);
  if (!terms || !row) throw new Error(`target ${targetId} has no campaign or no person`);
  const tries = triesOf(row);
  const input = redialInput(terms, tries, calls, call);
  const { now, calendar, parameters } = terms;
  const step = nextStep(input, parameters, { windows: callingWindows(terms, tries), calendar });
  await moveTarget(db, {
    targetId,
    state: step.state,
    nextAt: step.nextAt,
    code: step.code,
    reason: step.reason,
    rule: { line: input.lineResult, talk: input.talkResult, ...step.rule },
    takeBackAttempt: !step.countsAsAttempt || !call.dialled,
    lineResult: input.lineResult,
    talkResult: call.talkResult,
  });
  await setNextTry(db, targetId, {
    mode: step.mode,
    phoneId: step.number === 'same' ? call.phoneId : null,
    band: step.band,
    channel: step.channel,
    ownerAgentId: step.owner?.agentId ?? null,
    ownerUntil: step.owner?.until ?? null,
    cutInRow: call.cut ? progress.cutInRow + 1 : 0,
  });
  if (call.dialled) await closeCallReminders(db, targetId, now, tokyoTime(now).date);
  if (step.state !== 'done' && step.channel === 'call') return;
  const spoken = SPOKEN.has(call.whoAnswered) && !stopsByTalk(input.talkResult);
  if (parameters.creditLedSubjects && spoken && call.talkResult !== null)
    await creditFollowers(db, { targetId, callId: call.callId, talkResult: call.talkResult });
  await wakeFollowers(db, [targetId]);
}

/** With whom everything that may be told together was talked about. */
const SPOKEN: ReadonlySet<string | null> = new Set(['principal', 'household', 'representative']);

function redialInput(
  { now, calendar }: CampaignTerms,
  tries: Tries,
  calls: readonly TargetCall[],
  call: CallEnd,
): RedialInput {
  const lineResult = (call.lineResult ?? 'trunk_error') as LineResult;
  const band = callingBandOf(now, calendar.isHoliday);
  const todays = onDay(tries.calls, tokyoTime(now).date);
  const otherThanBusy = calls.findIndex((one) => one.lineResult !== 'busy');
  const inRow = otherThanBusy === -1 ? calls.length : otherThanBusy;
  return {
    now,
    lineResult,
    dialled: call.dialled,
    whoAnswered: call.whoAnswered as WhoAnswered | null,
    talkResult: call.talkResult as TalkResult | null,
    callbackAt: call.callbackAt,
    agentId: call.agentId,
    busyInRow: lineResult === 'busy' ? Math.max(inRow, 1) : 0,
    ringsInBand: ringsInBand(todays, band, calendar.isHoliday),
    triedBands: calls.flatMap((one) => (one.fullRing && one.band !== null ? [one.band] : [])),
    hasMobile: tries.digits.some(isMobile),
  };
}
