/** The few numbers of the controller that are judgement, each with what it was judged by (docs/pacing.md). */
export const TUNING = {
  /** Seconds of idle time that one abandoned person is worth at a cap of 1 % before anything was learnt. */
  firstPrice: 2000,
  priceByAgents: 0.27,
  priceByCap: 0.75,
  /** An agent still idle at the end of the horizon stays so this many seconds more. */
  idleTailSec: 20,
  /** Share of the cap the controller aims at. */
  aim: 0.87,
  /** How strongly spending moves the price, per abandoned person over or under plan. */
  gain: 0.18,
  actual: 0.6,
  dayFrom: 1,
  dayFree: 1.5,
  dayTimes: 1.8,
  dayGain: 0.5,
  keepAhead: 4,
  push: 1,
};
