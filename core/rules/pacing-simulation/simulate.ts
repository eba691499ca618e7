import type { Pacer } from '../pacing/types.ts';
import { PoolDay } from './pool-day.ts';
import { resultOf, type SimulationResult } from './result.ts';
import type { Scenario } from './scenario.ts';
import type { DayTally } from './tally.ts';

export interface RunLength {
  seed: number;
  days: number;
  /** Asked before each instant; false ends the run there, as the end of a day. For callers who have only so much time. */
  keepGoing?: () => boolean;
}

/**
 * Drives a pacer through days of simulated calls; what it learned goes on from day to day. The same scenario and seed give every pacer
 * the same citizens behind the n-th attempt of a line's day, the same agents and the same callers.
 */
export function simulate(
  scenario: Scenario,
  pacer: Pacer,
  { seed, days, keepGoing = () => true }: RunLength,
): SimulationResult {
  const attemptsLeft = scenario.lines.map(({ attempts }) => attempts ?? Number.POSITIVE_INFINITY);
  const tallies: DayTally[] = [];
  let lastCall = 0;
  const nextCallId = () => {
    lastCall += 1;
    return lastCall;
  };
  for (let day = 0; day < days; day += 1) {
    const startsAt = day * scenario.daySec;
    tallies.push(new PoolDay({ scenario, pacer, seed, day, startsAt, attemptsLeft, nextCallId, keepGoing }).run());
    if (attemptsLeft.every((left) => left <= 0) || !keepGoing()) break;
  }
  return resultOf(scenario, tallies);
}
