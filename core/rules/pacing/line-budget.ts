import { TUNING } from './tuning.ts';

/** Whatever a line says: never more than this. */
export const HARD_CAP = 0.03;

/** One line's abandonment: what was spent, what may be spent, and the price that keeps both together. */
export interface LineBudget {
  readonly cap: number;
  /** Seconds of agents' idle time one more abandoned person must save. */
  readonly price: number;
  /** Abandoned ÷ answered over the rolling window. */
  readonly abandonment: number;
  answered(persons: number): void;
  abandoned(persons: number): void;
  /** What was expected to be abandoned in the time passed: a quieter signal than the few that were. */
  expected(persons: number): void;
  newDay(): void;
  today(): { answered: number; abandoned: number };
  save(): number[];
  restore(saved: number[]): void;
}

/** Persons answered after which an old one weighs half: some weeks of one line. */
const HALF_LIFE = 8000;
const KEEP = 0.5 ** (1 / HALF_LIFE);

export function createLineBudget(lineCap: number): LineBudget {
  const cap = Math.min(lineCap, HARD_CAP);
  const aim = cap * TUNING.aim;
  let answered = 0;
  let abandoned = 0;
  let expected = 0;
  let todayAnswered = 0;
  let todayAbandoned = 0;
  let logPrice = Math.log(TUNING.firstPrice * Math.sqrt(0.01 / Math.max(cap, 0.0005)));
  const price = () => {
    if (aim <= 0) return Number.POSITIVE_INFINITY;
    const over = abandoned - aim * answered;
    const expectedOver = expected * calibration() - aim * answered;
    const blend = 0.5 * over + 0.5 * expectedOver;
    const push = TUNING.gain * Math.max(-8, Math.min(12, blend));
    const dayOver = todayAbandoned + 1 - Math.max(2, 2 * cap * todayAnswered);
    const guard = todayAnswered > 50 && dayOver > 0 ? 1.2 * Math.min(dayOver, 3) : 0;
    return Math.exp(logPrice + push + guard);
  };
  const calibration = () => (abandoned + 8) / (expected + 8);
  const steer = (amount: number) => {
    logPrice = Math.min(11, Math.max(2, logPrice + TUNING.drift * amount));
  };
  return {
    cap,
    get price() {
      return price();
    },
    get abandonment() {
      return answered > 0 ? abandoned / answered : 0;
    },
    answered(persons) {
      answered = answered * KEEP ** persons + persons;
      abandoned *= KEEP ** persons;
      expected *= KEEP ** persons;
      todayAnswered += persons;
      steer(-aim * persons);
    },
    abandoned(persons) {
      abandoned += persons;
      todayAbandoned += persons;
    },
    expected(persons) {
      expected += persons;
      steer(persons * calibration());
    },
    newDay() {
      todayAnswered = 0;
      todayAbandoned = 0;
    },
    today: () => ({ answered: todayAnswered, abandoned: todayAbandoned }),
    save: () => [answered, abandoned, expected, todayAnswered, todayAbandoned, logPrice],
    restore(saved) {
      [answered = 0, abandoned = 0, expected = 0, todayAnswered = 0, todayAbandoned = 0, logPrice = logPrice] = saved;
    },
  };
}
