import type { Queryable } from '../../core/platform/postgres.ts';
import { DEFAULT_DIALLING, type DiallingParameters } from '../../core/rules/dialling-parameters.ts';
import type { ReleaseReason } from '../dialer-port.ts';
import { moveOn } from './after-call.ts';
import { moveTarget } from './move-queries.ts';
import { lastCall, lockProgress, unlease } from './queries.ts';
import { type DialerDeps, readTerms } from './read-facts.ts';

/** Reasons that are kept with the target; after most of them the same target at once would fail the same way. */
const PAUSES: Partial<Record<ReleaseReason, { code: string; reason: string }>> = {
  preview_over: { code: 'preview_over', reason: '確認の時間が過ぎたため、戻りました。' },
  called_away: { code: 'called_away', reason: '担当者がほかの方の通話に出たため、戻りました。' },
  skipped: { code: 'skipped', reason: '従事者が見送りました。' },
  originate_failed: { code: 'trunk_error', reason: '発信できませんでした。' },
  pbx_lost: { code: 'trunk_error', reason: '交換機の障害で発信できませんでした。' },
};

/** The lease goes back without a call that reached the network. Only its owner can give it back. */
export async function releaseTarget(
  db: Queryable,
  deps: DialerDeps,
  targetId: number,
  agentId: string,
  reason: ReleaseReason,
  words?: string,
): Promise<void> {
  const progress = await lockProgress(db, targetId);
  if (!progress || progress.leaseAgentId !== agentId) return;
  if (progress.state === 'wrap_up') {
    // The conversation was: whoever leaves before its result is written does not make it a call that never happened.
    const call = await lastCall(db, targetId);
    if (call?.ended && call.dialled) return moveOn(db, deps, progress, call);
  }
  const takeBackAttempt = progress.state === 'in_call';
  const pause = PAUSES[reason];
  if (!pause) {
    await unlease(db, targetId, takeBackAttempt);
    return;
  }
  const now = deps.clock.now();
  const parameters = (await readTerms(db, deps, progress.campaignId))?.parameters ?? DEFAULT_DIALLING;
  const nextAt = new Date(now.getTime() + pauseSec(reason, parameters) * 1_000);
  const told = words ? `${pause.reason}(${words})` : pause.reason;
  await moveTarget(db, { targetId, state: 'waiting', nextAt, takeBackAttempt, ...pause, reason: told });
}

function pauseSec(reason: ReleaseReason, parameters: DiallingParameters): number {
  // Nothing was wrong with it: whoever is free next.
  if (reason === 'called_away') return 0;
  return reason === 'skipped' ? parameters.skipPauseMin * 60 : parameters.trunkErrorRetrySec;
}
