import type { Dialer } from '../dialer-port.ts';
import { callEnded, resultSaved } from './after-call.ts';
import { explainCampaign, explainTarget } from './explain.ts';
import { followDebts } from './follow-debts.ts';
import { followLeaders } from './follow-leaders.ts';
import { FreshMarks } from './fresh-marks.ts';
import { prepareDial } from './prepare-dial.ts';
import { putBack } from './put-back.ts';
import { LEASE_SEC, leaseToAgent, renewLeases } from './queries.ts';
import type { DialerDeps } from './read-facts.ts';
import { releaseTarget } from './release.ts';
import { replanBands } from './replan-bands.ts';
import { reserveTarget } from './reserve.ts';
import { freeExpired } from './sweep.ts';
import { takeForPool } from './take-for-pool.ts';
import { withdrawHeld } from './withdraw-held.ts';

/** Whoever waits for a band that is closed meanwhile is not offered anyway; this only gives them their new time. */
const PLAN_BANDS_MS = 60_000;

/** The choice of whom to call. Keeps nothing in memory that a restart would miss. */
export function createDialer(deps: DialerDeps): Dialer {
  const marks = new FreshMarks();
  let bandsPlannedAt = Number.NEGATIVE_INFINITY;
  return {
    reserve: (db, agentId, campaignId) => reserveTarget(db, deps, marks, agentId, campaignId),
    takeForPool: (db, subjectId) => takeForPool(db, deps, marks, subjectId),
    handToAgent: (db, targetId, agentId) => leaseToAgent(db, targetId, agentId, LEASE_SEC),
    withdrawHeld: (db) => withdrawHeld(db, deps),
    followDebts: (db) => followDebts(db, deps),
    putBack: (db, wish) => putBack(db, deps, wish),
    explain: (db, targetId) => explainTarget(db, deps, targetId),
    explainCampaign: (db, campaignId) => explainCampaign(db, deps, campaignId),
    prepareDial: (db, request) => prepareDial(db, deps, request),
    release: (db, targetId, agentId, reason, words) => releaseTarget(db, deps, targetId, agentId, reason, words),
    callEnded: (db, outcome) => callEnded(db, deps, outcome),
    saved: (db, saved) => resultSaved(db, deps, saved),
    async renew(db, held) {
      if (held.length > 0) await renewLeases(db, held, LEASE_SEC);
    },
    async sweep(db) {
      const freed = await freeExpired(db, deps);
      await followLeaders(db, deps);
      if (performance.now() - bandsPlannedAt >= PLAN_BANDS_MS) {
        bandsPlannedAt = performance.now();
        await replanBands(db, deps);
      }
      return freed;
    },
  };
}
