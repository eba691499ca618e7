import type { Caution } from './caution.ts';
import type { Wish } from './launch.ts';
import type { Picture } from './picture.ts';
import { lineAt, type Pool } from './pool.ts';
import type { PoolGroup } from './pool-groups.ts';
import { TUNING } from './tuning.ts';
import type { PacingWhy } from './types.ts';

/** The figures of this very decision, for the sentence the manager sees. The forecast given holds what is launched. */
export function explain(pool: Pool, picture: Picture, wish: Wish | undefined, cautions: readonly Caution[]): PacingWhy {
  let agentsIdle = 0;
  let agentsBusy = 0;
  for (const agent of pool.agents.values()) {
    if (!agent.on) continue;
    if (agent.phase === 'idle') agentsIdle += 1;
    else agentsBusy += 1;
  }
  const { forecast } = widest(picture.byLine);
  return {
    limit: wish === undefined ? 'no_agent' : limitOf(pool, wish, cautions),
    agentsIdle,
    agentsBusy,
    ringing: pool.ringing.size,
    expectedFree: forecast.expectedFree(),
    expectedAnswers: forecast.expectedAnswers(),
    risk: wish?.last?.risk ?? 0,
    lines: pool.lines.map((line, index) => ({
      id: line.id,
      launched: wish?.counts[index] ?? 0,
      answerChance: line.belief.freshChance(),
      abandonment: line.budget.abandonment,
      cap: line.budget.cap,
    })),
  };
}

function limitOf(pool: Pool, wish: Wish, cautions: readonly Caution[]): PacingWhy['limit'] {
  if (wish.stopped !== 'refused') return wish.stopped;
  const { refused } = wish;
  if (refused === undefined || refused.gain <= TUNING.leastGainSec) return 'enough';
  const caution = cautions[refused.line];
  if (caution !== undefined) return caution;
  return lineAt(pool, refused.line).budget.overspent ? 'budget' : 'risk';
}

const widest = (groups: readonly PoolGroup[]): PoolGroup =>
  groups.reduce((best, group) => (group.agents.size > best.agents.size ? group : best));
