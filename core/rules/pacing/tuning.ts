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
  gainSpent: 0.12,
  gainExpected: 0.15,
  dayFrom: 1,
  dayFree: 1.5,
  dayTimes: 1.8,
  dayGain: 0.5,
  /** What an answer within so many seconds brings decides whether a call that rang its minimum rings on. */
  keepAheadSec: 4,
  /** Idle time an idle agent without any call under way would go on waiting, beyond idleTailSec. */
  uncoveredTailSec: 100,
  /** How much of the worst chance ahead a call is charged with for those who come after it. */
  followers: 0.9,
  /** Less saved than this is nothing. */
  leastGainSec: 1e-6,
};
