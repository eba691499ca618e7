import type { AnswerChances } from './answer-chances.ts';
import { valueAt } from './distributions.ts';

/**
 * Distribution, for each of the next seconds, of how many calls will have been answered and how many agents will have become ready by
 * then: exact convolutions of one-or-none chances (Poisson-binomial), because with few agents an average says little. From both the
 * chance that an answer at that second finds nobody.
 */
export interface Forecast {
  readonly horizon: number;
  /** Forgets everything; `idle` agents ready now. */
  reset(idle: number): void;
  /** An agent who is ready within s seconds with chance `by[s]`; `shift`: so long an answer waits. */
  addAgent(by: Float64Array, shift: number): void;
  /** A call of a line, answered with these chances × `share` (this group's part of the agents who take that line). */
  addCall(chances: AnswerChances, share: number, line: number): void;
  /** Calls from outside that come as they like, `perSec` on average, and go first. To be told first after a reset. */
  addArrivals(perSec: number): void;
  /** An answered person or caller who waits already. */
  addWaiting(share: number): void;
  /** Chance, for an answer at second s, that nobody is or comes free for it. */
  readonly lost: Float64Array;
  /** The worst of `lost` from second s on. */
  readonly worstFrom: Float64Array;
  /** The same as `lost` if one more call had been answered before. */
  readonly lostNext: Float64Array;
  /** Per line, persons expected to answer in second s among the calls added. */
  readonly persons: readonly Float64Array[];
  /** Seconds of agents' idle time expected from second s to the end of the horizon that one more answer would use. */
  readonly idleFrom: Float64Array;
  /** Mean agents ready and answers at the horizon. */
  expectedFree(): number;
  expectedAnswers(): number;
  measure(tail: number): void;
}

/** More callers than this within the horizon count as this many. */
const MOST_ARRIVALS = 5;

export function createForecast(horizon: number, most: number, lines: number): Forecast {
  const width = most + 2;
  const answers = new Float64Array((horizon + 1) * width);
  const frees = new Float64Array((horizon + 1) * width);
  let answerTop = 0;
  let freeTop = 0;
  let idle = 0;
  let meanFree = 0;
  let meanAnswers = 0;
  const lost = new Float64Array(horizon + 1);
  const lostNext = new Float64Array(horizon + 1);
  const worstFrom = new Float64Array(horizon + 2);
  const persons = Array.from({ length: lines }, () => new Float64Array(horizon + 1));
  const idleFrom = new Float64Array(horizon + 2);

  /** Convolves row `second` with one chance; the last entry gathers "that many or more". */
  const fold = (rows: Float64Array, second: number, top: number, chance: number) => {
    const base = second * width;
    const rest = 1 - chance;
    const last = Math.min(top, width - 1);
    if (last === width - 1) {
      rows[base + last] = (rows[base + last] as number) + chance * (rows[base + last - 1] as number);
    } else {
      rows[base + last] = (rows[base + last] as number) * rest + chance * (rows[base + last - 1] as number);
    }
    for (let count = last - 1; count > 0; count -= 1) {
      rows[base + count] = (rows[base + count] as number) * rest + chance * (rows[base + count - 1] as number);
    }
    rows[base] = (rows[base] as number) * rest;
  };
  return {
    horizon,
    lost,
    lostNext,
    worstFrom,
    persons,
    idleFrom,
    expectedFree: () => idle + meanFree,
    expectedAnswers: () => meanAnswers,
    reset(idleNow) {
      idle = idleNow;
      answerTop = 0;
      freeTop = 0;
      meanFree = 0;
      meanAnswers = 0;
      answers.fill(0);
      for (const row of persons) row.fill(0);
      frees.fill(0);
      for (let second = 0; second <= horizon; second += 1) {
        answers[second * width] = 1;
        frees[second * width] = 1;
      }
    },
    addAgent(by, shift) {
      const end = by[by.length - 1] as number;
      if (end < 1e-4) return;
      freeTop = Math.min(freeTop + 1, width - 1);
      meanFree += end;
      for (let second = 0; second <= horizon; second += 1) {
        fold(frees, second, freeTop, valueAt(by, second + shift));
      }
    },
    addCall(chances, share, line) {
      if (share <= 0) return;
      const row = persons[line] as Float64Array;
      answerTop = Math.min(answerTop + 1, width - 1);
      meanAnswers += (chances.any[horizon] as number) * share;
      for (let second = 1; second <= horizon; second += 1) {
        fold(answers, second, answerTop, (chances.any[second] as number) * share);
        const person = (chances.person[second] as number) - (chances.person[second - 1] as number);
        row[second] = (row[second] as number) + person * share;
      }
    },
    addArrivals(perSec) {
      if (perSec <= 0) return;
      answerTop = Math.min(MOST_ARRIVALS, width - 1);
      for (let second = 1; second <= horizon; second += 1) {
        let term = Math.exp(-perSec * second);
        let rest = 1;
        for (let count = 0; count < answerTop; count += 1) {
          answers[second * width + count] = term;
          rest -= term;
          term *= (perSec * second) / (count + 1);
        }
        answers[second * width + answerTop] = Math.max(0, rest);
      }
    },
    addWaiting(share) {
      answerTop = Math.min(answerTop + 1, width - 1);
      for (let second = 0; second <= horizon; second += 1) fold(answers, second, answerTop, share);
    },
    measure(tail) {
      for (let second = 0; second <= horizon; second += 1) {
        const base = second * width;
        let chance = 0;
        let chanceNext = 0;
        let fewer = 0;
        let counted = 0;
        for (let free = 0; free <= freeTop; free += 1) {
          const served = idle + free;
          while (counted < served && counted <= answerTop) {
            fewer += answers[base + counted] as number;
            counted += 1;
          }
          const weight = frees[base + free] as number;
          const last = served > 0 && served - 1 <= answerTop ? (answers[base + served - 1] as number) : 0;
          chance += weight * Math.max(0, 1 - fewer);
          chanceNext += weight * Math.max(0, 1 - fewer + last);
        }
        lost[second] = chance;
        lostNext[second] = chanceNext;
      }
      idleFrom[horizon + 1] = tail * (1 - (lost[horizon] as number));
      for (let second = horizon; second >= 0; second -= 1) {
        worstFrom[second] = Math.max(worstFrom[second + 1] as number, lost[second] as number);
        idleFrom[second] = (idleFrom[second + 1] as number) + 1 - (lost[second] as number);
      }
    },
  };
}
