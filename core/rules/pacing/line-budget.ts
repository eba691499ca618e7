import { TUNING } from './tuning.ts';

/** Whatever a line says: never more than this. */
export const HARD_CAP = 0.03;

/** One line's abandonment: what was spent, what may be spent, and the price that keeps both together. */
export interface LineBudget {
  readonly cap: number;
  /** Seconds of agents' idle time one more abandoned person must save. */
  readonly price: number;
  /** More was abandoned than the plan allows, over the rolling window or today. */
  readonly overspent: boolean;
  /** Abandoned ÷ answered over the rolling window. */
  readonly abandonment: number;
  answered(persons: number): void;
  abandoned(persons: number): void;
  /** What was expected to be abandoned in the time passed: a quieter signal than the few that were. */
  expected(persons: number): void;
  newDay(): void;
  save(): number[];
  restore(saved: number[]): void;
}

/** Persons answered after which an old one weighs half: some weeks of one line. */
const HALF_LIFE = 8000;
const KEEP = 0.5 ** (1 / HALF_LIFE);
/** Expected and counted are taken for equal until so many persons tell otherwise. */
const CALIBRATION_PRIOR = 8;
/** For the price only: a cap of nothing never pays for anything. */
const LEAST_CAP = 0.0005;

export function createLineBudget(lineCap: number, agents: number): LineBudget {
  const cap = Math.min(lineCap, HARD_CAP);
  const aim = cap * TUNING.aim;
  let answered = 0;
  let abandoned = 0;
  let expected = 0;
  let todayAnswered = 0;
  let todayAbandoned = 0;
  const firstLogPrice =
    Math.log(TUNING.firstPrice) +
    TUNING.priceByAgents * Math.log(agents) +
    TUNING.priceByCap * Math.log(0.01 / Math.max(cap, LEAST_CAP));
  const overPlan = () => {
    const calibration = (abandoned + CALIBRATION_PRIOR) / (expected + CALIBRATION_PRIOR);
    const counted = abandoned - aim * answered;
    const foreseen = expected * calibration - aim * answered;
    const gain = counted > 0 ? TUNING.gainOverspent : TUNING.gainSpent;
    const weighted = gain * counted + TUNING.gainExpected * foreseen;
    return Math.max(-TUNING.mostCredit, Math.min(TUNING.mostDebt, weighted));
  };
  const guardOfToday = () => {
    const free = Math.max(TUNING.dayFreePersons, TUNING.dayTimesCap * cap * todayAnswered);
    return TUNING.dayGain * Math.max(0, todayAbandoned + 1 - free);
  };
  return {
    cap,
    get price() {
      return aim > 0 ? Math.exp(firstLogPrice + overPlan() + guardOfToday()) : Number.POSITIVE_INFINITY;
    },
    get overspent() {
      return abandoned > Math.max(1, cap * answered) || todayAbandoned > Math.max(1, cap * todayAnswered);
    },
    get abandonment() {
      return answered > 0 ? abandoned / answered : 0;
    },
    answered(persons) {
      answered = answered * KEEP ** persons + persons;
      abandoned *= KEEP ** persons;
      expected *= KEEP ** persons;
      todayAnswered += persons;
    },
    abandoned(persons) {
      abandoned += persons;
      todayAbandoned += persons;
    },
    expected(persons) {
      expected += persons;
    },
    newDay() {
      todayAnswered = 0;
      todayAbandoned = 0;
    },
    save: () => [answered, abandoned, expected, todayAnswered, todayAbandoned],
    restore(saved) {
      [answered = 0, abandoned = 0, expected = 0, todayAnswered = 0, todayAbandoned = 0] = saved;
    },
  };
}
