import type { AnswerChances } from './answer-chances.ts';
import type { PoolGroup } from './pool-groups.ts';
import { TUNING } from './tuning.ts';

/** What one more call brings and what it costs. */
export interface Weight {
  /** Seconds of agents' idle time it is expected to save. */
  gain: number;
  /**
   * Expected further abandoned persons: itself; whoever of its line comes after it and is short of the agent it took (calls that ring
   * or will be placed, so by the worst second ahead); calls of other lines that ring already.
   */
  risk: number;
  /** Seconds of idle time this risk is worth, each abandoned person at the price of its line. */
  cost: number;
}

/** Weighs a call with these chances against the forecast. @param seconds how far ahead its answers count */
export function weigh(
  line: number,
  chances: AnswerChances,
  byLine: readonly PoolGroup[],
  prices: readonly number[],
  seconds: number,
): Weight {
  const { lost, worstFrom, idleFrom } = (byLine[line] as PoolGroup).forecast;
  let gain = 0;
  let risk = 0;
  for (let second = 1; second <= seconds; second += 1) {
    const any = (chances.any[second] as number) - (chances.any[second - 1] as number);
    const person = (chances.person[second] as number) - (chances.person[second - 1] as number);
    const lostNow = lost[second] as number;
    gain += any * (idleFrom[second] as number);
    risk += person * lostNow + TUNING.followers * any * ((worstFrom[second] as number) - lostNow);
  }
  let cost = risk > NEGLIGIBLE ? risk * (prices[line] as number) : 0;
  for (let other = 0; other < byLine.length; other += 1) {
    if (other === line) continue;
    const taken = takenFrom(other, line, chances.any, byLine[other] as PoolGroup, seconds);
    risk += taken;
    if (taken > NEGLIGIBLE) cost += taken * (prices[other] as number);
  }
  return { gain, risk, cost };
}

/** Rounding of the convolutions, not a risk. */
const NEGLIGIBLE = 1e-12;

/** Persons of line `other` now ringing who would find nobody because this call was answered before. */
function takenFrom(other: number, line: number, any: Float64Array, group: PoolGroup, seconds: number): number {
  const share = group.share[line] as number;
  if (share <= 0) return 0;
  const { lost, lostNext, persons, horizon } = group.forecast;
  const row = persons[other] as Float64Array;
  let taken = 0;
  for (let second = 1; second <= horizon; second += 1) {
    const worse = (lostNext[second] as number) - (lost[second] as number);
    taken += (row[second] as number) * (any[Math.min(second, seconds)] as number) * worse;
  }
  return taken * share;
}
