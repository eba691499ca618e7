import { type AnswerChances, answerChances, emptyChances } from './answer-chances.ts';
import type { PoolLine } from './pool.ts';
import type { PoolGroup } from './pool-groups.ts';
import { TUNING } from './tuning.ts';

/** What one more call on a line would bring now. */
export interface Offer {
  line: number;
  /** Seconds of agents' idle time it is expected to save. */
  gain: number;
  /** Expected further abandoned persons, by itself or by taking the agent another call would have found. */
  risk: number;
  /** Seconds of idle time this risk is worth at the lines' prices. */
  cost: number;
}

/** A call not placed yet: neither number type nor score is known. */
export const FRESH = { type: undefined, score: undefined };

/**
 * What a call with these chances brings and costs against a group's forecast: its own chance to find nobody, and for every call that
 * rings already the chance that this one takes the agent it would have found, each at the price of its line.
 */
export function weigh(
  line: number,
  chances: AnswerChances,
  byLine: readonly PoolGroup[],
  prices: readonly number[],
  seconds: number,
): { gain: number; risk: number; cost: number } {
  const { lost, idleFrom } = (byLine[line] as PoolGroup).forecast;
  let gain = 0;
  let risk = 0;
  for (let second = 1; second <= seconds; second += 1) {
    gain += ((chances.any[second] as number) - (chances.any[second - 1] as number)) * (idleFrom[second] as number);
    risk += ((chances.person[second] as number) - (chances.person[second - 1] as number)) * (lost[second] as number);
  }
  let cost = risk > 0 ? risk * (prices[line] as number) : 0;
  for (let other = 0; other < byLine.length; other += 1) {
    const taken = TUNING.push * takenFrom(other, line, chances.any, byLine[other] as PoolGroup, seconds);
    risk += taken;
    if (taken > 0) cost += taken * (prices[other] as number);
  }
  return { gain, risk, cost };
}

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

/** Chances of a call launched now on each line, its score not known yet. */
export function freshChances(
  lines: readonly PoolLine[],
  horizon: number,
  until: number,
  amd: boolean,
): AnswerChances[] {
  return lines.map((line) => {
    const chances = emptyChances(horizon);
    answerChances(FRESH, line.belief, 0, until, !amd, chances);
    return chances;
  });
}

/**
 * The line on which one more call is placed, or undefined if it is worth its risk on none. Of the lines on which it is, the one that
 * launched least of late takes its turn: between such lines gain and risk grow alike with the chance of an answer, so nothing is lost
 * by being fair, and where risk is high only lines that can pay for it are left.
 */
export function bestOffer(
  lines: readonly PoolLine[],
  byLine: readonly PoolGroup[],
  fresh: readonly AnswerChances[],
  prices: readonly number[],
  counts: readonly number[],
): { taken: Offer | undefined; refused: Offer | undefined } {
  let taken: Offer | undefined;
  let refused: Offer | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] as PoolLine;
    const group = byLine[index] as PoolGroup;
    if (group.agents.size === 0 || line.dry) continue;
    const { gain, risk, cost } = weigh(index, fresh[index] as AnswerChances, byLine, prices, group.forecast.horizon);
    const offer = { line: index, gain, risk, cost };
    const worth = gain < 1e-6 ? 0 : gain - (risk < 1e-12 ? 0 : cost);
    if (worth <= 0) {
      if (refused === undefined || offer.gain > refused.gain) refused = offer;
      continue;
    }
    const launched = line.launchedLately + (counts[index] as number);
    if (launched < least) {
      least = launched;
      taken = offer;
    }
  }
  return { taken, refused };
}
