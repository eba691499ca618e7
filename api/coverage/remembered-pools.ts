import type { PacingMemory } from '../../core/rules/pacing/types.ts';
import type { SimulationResult } from '../../core/rules/pacing-simulation/result.ts';

export interface SeenPool {
  result: SimulationResult;
  /** What the controller knows at the end: the next question need not begin as on its first day. */
  memory: PacingMemory;
}

export interface RememberedPools {
  /** The longest look at this pool of the last ten minutes, after one more look unless it was long enough. */
  lookAt(key: string, enoughAgentHours: number, look: () => SeenPool): SeenPool;
}

/** Calls of ten minutes change nothing that a slider shows. */
const GOOD_FOR_MS = 10 * 60_000;
/** A few pages with all points of their sliders. */
const MOST_POOLS = 200;

/** Moving a slider there and back shows the same figures again, and better ones the longer somebody plans. */
export function rememberPools(): RememberedPools {
  const seen = new Map<string, SeenPool & { until: number }>();
  return {
    lookAt(key, enoughAgentHours, look) {
      const before = seen.get(key);
      const known = before && before.until > performance.now() ? before : undefined;
      if (known && known.result.agentHours >= enoughAgentHours) return known;
      const now = look();
      if (known && known.result.agentHours >= now.result.agentHours) return known;
      seen.delete(key);
      seen.set(key, { ...now, until: performance.now() + GOOD_FOR_MS });
      for (const oldest of seen.keys()) {
        if (seen.size <= MOST_POOLS) break;
        seen.delete(oldest);
      }
      return now;
    },
  };
}
