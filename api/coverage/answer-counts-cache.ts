import type { Queryable } from '../../core/platform/postgres.ts';
import type { AnswerCount } from '../../core/rules/coverage/answer-chance.ts';
import { selectAnswerCounts } from './queries.ts';

/** Chances move by the week; reading half a year of calls at every move of a slider would cost what the simulation needs. */
const GOOD_FOR_MS = 10 * 60_000;

export interface AnswerCountsCache {
  /** Of every line of the city, at most ten minutes old. */
  read(now: Date): Promise<AnswerCount[]>;
}

export function createAnswerCountsCache(db: Queryable): AnswerCountsCache {
  let cached: { until: number; counts: Promise<AnswerCount[]> } | undefined;
  return {
    read(now) {
      if (cached && cached.until > performance.now()) return cached.counts;
      const counts = selectAnswerCounts(db, null, now);
      const fresh = { until: performance.now() + GOOD_FOR_MS, counts };
      cached = fresh;
      // What failed is not kept; whoever asked hears of it.
      counts.catch(() => {
        if (cached === fresh) cached = undefined;
      });
      return counts;
    },
  };
}
