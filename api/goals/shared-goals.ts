import type { CampaignGoals } from '../../core/contracts/http/goals.ts';
import type { Scope } from '../../core/rules/permissions.ts';

type Viewer = Scope & { privileged: boolean };

/** Figures that were quick to make are made again for whoever asks. */
const SLOW_MS = 500;
/** What took long is good for ten times as long: however many look, the database spends a tenth of its time on them. */
const GOOD_FOR_TIMES = 10;

/** One answer for all who may see the same campaigns, while making it is slow (a hundred thousand persons and more). */
export function shareGoals(
  make: (viewer: Viewer) => Promise<CampaignGoals[]>,
): (viewer: Viewer) => Promise<CampaignGoals[]> {
  const kept = new Map<string, { until: number; goals: Promise<CampaignGoals[]> }>();
  return (viewer) => {
    const key = JSON.stringify([viewer.privileged, viewer.subjectScope, viewer.centreScope]);
    const now = performance.now();
    for (const [other, { until }] of kept) if (until <= now) kept.delete(other);
    const known = kept.get(key);
    if (known) return known.goals;
    const entry = { until: Number.POSITIVE_INFINITY, goals: make(viewer) };
    kept.set(key, entry);
    entry.goals.then(
      () => {
        const tookMs = performance.now() - now;
        entry.until = tookMs < SLOW_MS ? 0 : performance.now() + GOOD_FOR_TIMES * tookMs;
      },
      // What failed is not kept; whoever asked hears of it.
      () => {
        entry.until = 0;
      },
    );
    return entry.goals;
  };
}
