import type { Offer } from './launch.ts';
import type { Pool } from './pool.ts';
import type { PoolGroup } from './pool-groups.ts';
import type { PacingInit, PacingWhy } from './types.ts';

export interface Wish {
  counts: readonly number[];
  limit: 'trunks' | 'cps' | undefined;
  last: Offer | undefined;
  refused: Offer | undefined;
}

/** The figures of this very decision, for the sentence the manager sees. */
export function explain(
  _init: PacingInit,
  pool: Pool,
  wish: Wish | undefined,
  byLine: readonly PoolGroup[],
): PacingWhy {
  let agentsIdle = 0;
  let agentsBusy = 0;
  for (const agent of pool.agents.values()) {
    if (!agent.on) continue;
    if (agent.phase === 'idle') agentsIdle += 1;
    else agentsBusy += 1;
  }
  const widest = byLine.reduce<PoolGroup | undefined>(
    (best, group) => (best === undefined || group.agents.size > best.agents.size ? group : best),
    undefined,
  );
  return {
    limit:
      wish === undefined
        ? 'no_agent'
        : (wish.limit ?? (wish.refused !== undefined && wish.refused.gain > 1e-6 ? 'risk' : 'enough')),
    agentsIdle,
    agentsBusy,
    ringing: pool.ringing.size,
    expectedFree: widest?.forecast.expectedFree() ?? 0,
    expectedAnswers: widest?.forecast.expectedAnswers() ?? 0,
    risk: wish?.last?.risk ?? 0,
    lines: pool.lines.map((line, index) => ({
      id: line.id,
      launched: wish?.counts[index] ?? 0,
      answerChance: line.belief.level.mean,
      abandonment: line.budget.abandonment,
      cap: line.budget.cap,
    })),
  };
}
