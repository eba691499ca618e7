/**
 * The few numbers of the controller that are judgement, not learnt. Each was chosen by simulated days of 1 to 30 agents at caps of 1 and
 * 3 %; all are flat: half or double moves mean occupancy by less than half a point (docs/pacing.md).
 */
export const TUNING = {
  /** Seconds of idle time one abandoned person must save, for one agent at a cap of 1 %, before anything is known of this line. */
  firstPrice: 2000,
  /** The price where caps are just spent grows as this power of the agents, and of 1 % ÷ cap. */
  priceByAgents: 0.27,
  priceByCap: 0.75,
  /** Share of the cap aimed at: luck of some tens of abandoned persons then stays below it. */
  aim: 0.87,
  /** Logarithm of the price per person abandoned beside the plan: as counted (below it, above it), and as the chances taken foretold. */
  gainSpent: 0.12,
  gainOverspent: 0.3,
  gainExpected: 0.15,
  /** The logarithm moves by no more than this: a long quiet time must not be followed by a spree. */
  mostCredit: 3.5,
  mostDebt: 4,
  /** Today's guard: what one more abandoned person would make of today, against so many times the cap, or so many persons. */
  dayTimesCap: 1.8,
  dayFreePersons: 1.5,
  dayGain: 0.5,
  /** An agent still idle at the end of the horizon stays so this many seconds more. */
  idleTailSec: 20,
  /** And this many more if no call is under way for them at all. */
  uncoveredTailSec: 100,
  /** What an answer within so many seconds would bring decides whether a call that rang its minimum rings on. */
  keepAheadSec: 4,
  /** How much of the worst chance ahead a call is charged with for those who come after it. */
  followers: 0.9,
  /** Less saved than this is nothing. */
  leastGainSec: 1e-6,
} as const;
