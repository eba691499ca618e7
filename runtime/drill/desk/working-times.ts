import { drawLognormal, type Spread, type WhoPicksUp } from '../../../dialplan/carrier/crowd.ts';

/** How long the agents of a workload take, in seconds. */
export interface WorkingTimes {
  wrapSec: Record<WhoPicksUp, Spread>;
  /** Preview: from the case on the screen to the dial key. */
  lookSec: Spread;
  /** An agent's own pace: their times are multiplied by it. */
  paceCv: number;
}

export const ordinaryTimes: WorkingTimes = {
  wrapSec: { contact: { mean: 60, cv: 0.5 }, absent: { mean: 20, cv: 0.5 }, machine: { mean: 15, cv: 0.5 } },
  lookSec: { mean: 12, cv: 0.5 },
  paceCv: 0.1,
};

/** Nobody types a result faster. */
const SHORTEST_MS = 500;

export class AgentPace {
  readonly #times: WorkingTimes;
  readonly #place: readonly (string | number)[];
  readonly #pace: number;
  #draws = 0;

  constructor(times: WorkingTimes, ...place: readonly (string | number)[]) {
    this.#times = times;
    this.#place = place;
    this.#pace = drawLognormal({ mean: 1, cv: times.paceCv }, ...place, 'pace');
  }

  wrapMs(who: WhoPicksUp): number {
    return this.#next(this.#times.wrapSec[who]);
  }
  lookMs(): number {
    return this.#next(this.#times.lookSec);
  }

  #next(spread: Spread): number {
    this.#draws += 1;
    return Math.max(SHORTEST_MS, 1_000 * this.#pace * drawLognormal(spread, ...this.#place, 'time', this.#draws));
  }
}
