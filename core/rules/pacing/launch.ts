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
  /** Seconds of idle time the risk must be worth. */
  price: number;
}

const FRESH = { type: undefined, score: undefined };

/** Gain and risk of a call with these chances, against a pool's forecast. */
export function weigh(chances: AnswerChances, group: PoolGroup, seconds: number): { gain: number; risk: number } {
  const { lost, worstFrom, idleFrom } = group.forecast;
  let gain = 0;
  let risk = 0;
  for (let second = 1; second <= seconds; second += 1) {
    const any = (chances.any[second] as number) - (chances.any[second - 1] as number);
    const person = (chances.person[second] as number) - (chances.person[second - 1] as number);
    const lostNow = lost[second] as number;
    gain += any * (idleFrom[second] as number);
    risk += person * lostNow + TUNING.push * any * ((worstFrom[second] as number) - lostNow);
  }
  return { gain, risk };
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

/** The line on which one more call is worth most, or undefined if it is worth its risk on none. */
export function bestOffer(
  lines: readonly PoolLine[],
  byLine: readonly PoolGroup[],
  fresh: readonly AnswerChances[],
  prices: readonly number[],
): { taken: Offer | undefined; refused: Offer | undefined } {
  const launched = lines.reduce((total, line) => total + line.launchedToday, 0);
  let taken: Offer | undefined;
  let refused: Offer | undefined;
  let best = 0;
  for (let index = 0; index < lines.length; index += 1) {
    const group = byLine[index] as PoolGroup;
    if (group.agents.size === 0) continue;
    const { gain, risk } = weigh(fresh[index] as AnswerChances, group, group.forecast.horizon);
    const offer = { line: index, gain, risk, price: prices[index] as number };
    const worth = gain < 1e-6 ? 0 : gain - (risk < 1e-12 ? 0 : offer.price * risk);
    if (worth <= 0) {
      if (refused === undefined || offer.gain > refused.gain) refused = offer;
      continue;
    }
    const weighted = worth * turn((lines[index] as PoolLine).launchedToday, launched, lines.length);
    if (weighted > best) {
      best = weighted;
      taken = offer;
    }
  }
  return { taken, refused };
}

/** Lines of like worth take turns: who launched less than an equal share today goes before, within a factor of two. */
function turn(own: number, all: number, lines: number): number {
  if (lines === 1) return 1;
  const share = (own + 5) / (all + 5 * lines);
  return Math.min(2, Math.max(0.5, 1 / (share * lines)));
}
