import type { Pool, PoolLine } from './pool.ts';
import type { PacingInit } from './types.ts';

export type Caution = 'ramp' | 'progressive' | undefined;

/** Fates of calls after which a line's chance of an answer is known well enough to dial ahead of the agents. */
const PROVEN_CALLS = 15;
/** After the first agent of a shift came on, and after the crew changed by a quarter, calls match idle agents one to one. */
const SHIFT_START_SEC = 15;
/** Days a budget of abandoned persons is reckoned over, and the hours of one. */
const BUDGET_DAYS = 10;
const DAY_SEC = 4 * 3600;
/** Persons an agent can serve in a day: nine tenths busy, nothing but calls with persons. */
const MOST_BUSY = 0.9;

/**
 * Why a line is not dialled ahead of its agents: its figures are not proven yet, or its pool is so small for its cap that a single
 * abandoned person would not fit in the budget of ten days. That size is derived: agents × persons an agent serves × cap < 1.
 */
export function cautionOf(init: PacingInit, pool: Pool, line: PoolLine, agents: number, now: number): Caution {
  if (line.budget.cap * personsInBudget(init, pool, agents) < 1) return 'progressive';
  if (line.belief.level.evidence < PROVEN_CALLS || now < pool.settledAt + SHIFT_START_SEC) return 'ramp';
  return undefined;
}

function personsInBudget(init: PacingInit, pool: Pool, agents: number): number {
  const perPerson = pool.handling.secondsPerPerson();
  return (agents * BUDGET_DAYS * DAY_SEC * MOST_BUSY) / perPerson / init.lines.length;
}
