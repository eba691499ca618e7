/** The few numbers of the controller that are judgement, each with what it was judged by (docs/pacing.md). */
export const TUNING = {
  /** Seconds of idle time that one abandoned person is worth at first; the budget moves it from there. */
  firstPrice: 600,
  /** An agent still idle at the end of the horizon stays so this many seconds more. */
  idleTailSec: 20,
  /** Share of the cap the controller aims at. */
  aim: 0.9,
  /** How strongly spending moves the price, per abandoned person over or under plan. */
  gain: 0.12,
  drift: 0.05,
  keepAhead: 4,
  push: 0.9,
  keepRisk: 1,
};
