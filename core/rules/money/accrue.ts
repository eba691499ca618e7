import { addDays } from '../tokyo-time.ts';
import { daysIn, lastDayOfMonths } from './charge-days.ts';
import { type ChargeRule, DAYS_A_YEAR } from './charge-rule.ts';
import { calendarYear, type RatePeriod, rateChanges, rateOn } from './rates.ts';

export interface Accrual {
  /** `YYYY-MM-DD`; counted from the day after it. */
  dueDate: string;
  /** 本税 as assessed, yen. */
  principal: number;
  /** 本税 received, with its 領収日, in any order: the base is smaller from the next day on. */
  received: readonly { on: string; amount: number }[];
  suspended: readonly SuspendedDays[];
}

export interface SuspendedDays {
  from: string;
  /** null = still. */
  through: string | null;
  effect: 'half' | 'no_charge';
}

/** Days with one base, one rate and one stage. */
export interface ChargeStep {
  from: string;
  through: string;
  days: number;
  /** Rounded down already, yen. */
  base: number;
  /** Hundredths of a per cent a year. */
  rate: number;
  stage: 'first' | 'later';
  half: boolean;
}

export type Accrued = { yen: number; steps: ChargeStep[] } | { noRateOn: string };

/**
 * The charge for a payment on the day `on`, that day counted. Every product is exact (BigInt); a fraction of a yen is dropped only
 * where the rule says so.
 */
export function accrue(debt: Accrual, rule: ChargeRule, rates: readonly RatePeriod[], on: string): Accrued {
  const start = addDays(debt.dueDate, 1);
  if (on < start) return { yen: 0, steps: [] };
  const splitAt = rule.splitMonths === 0 ? debt.dueDate : lastDayOfMonths(debt.dueDate, rule.splitMonths);
  const steps: ChargeStep[] = [];
  for (const { from, through } of spans(debt, rule, rates, splitAt, on)) {
    const base = baseOn(debt, rule, from);
    const effect = effectOn(debt.suspended, from);
    if (base === 0 || effect === 'no_charge') continue;
    const day = rule.rateBy === 'first_day' ? start : from;
    const line = rateOn(rates, day);
    if (!line) return { noRateOn: day };
    const stage = from <= splitAt ? 'first' : 'later';
    const half = effect === 'half';
    steps.push({ from, through, days: daysIn(from, through), base, rate: line[stage], stage, half });
  }
  return { yen: rounded(steps, rule), steps };
}

/** Spans in which nothing changes: cut at the split, the years, the lines of the table, payments and suspensions. */
function spans(debt: Accrual, rule: ChargeRule, rates: readonly RatePeriod[], splitAt: string, on: string) {
  const start = addDays(debt.dueDate, 1);
  const years = Array.from({ length: Number(on.slice(0, 4)) - Number(start.slice(0, 4)) }, (_, index) => {
    return calendarYear(Number(start.slice(0, 4)) + index + 1).from;
  });
  const changes = [
    addDays(splitAt, 1),
    ...(rule.cut === 'year' ? years : []),
    ...(rule.rateBy === 'each_day' ? rateChanges(rates, start, on) : []),
    ...debt.received.map((payment) => addDays(payment.on, 1)),
    ...debt.suspended.flatMap(({ from, through }) => [from, ...(through === null ? [] : [addDays(through, 1)])]),
  ];
  const first = [...new Set([start, ...changes.filter((day) => day > start && day <= on)])].sort();
  return first.map((from, index) => {
    const next = first[index + 1];
    return { from, through: next === undefined ? on : addDays(next, -1) };
  });
}

function baseOn({ principal, received }: Accrual, rule: ChargeRule, day: string): number {
  const paid = received.reduce((sum, payment) => (payment.on < day ? sum + payment.amount : sum), 0);
  const open = Math.max(0, principal - paid);
  return open < rule.smallestBase ? 0 : open - (open % rule.baseUnit);
}

/** Where two suspensions meet, the one that spares more. */
function effectOn(suspended: readonly SuspendedDays[], day: string): SuspendedDays['effect'] | null {
  const here = suspended.filter(({ from, through }) => from <= day && (through === null || through >= day));
  if (here.some(({ effect }) => effect === 'no_charge')) return 'no_charge';
  return here.length > 0 ? 'half' : null;
}

/** Hundredths of a per cent, days a year, and halves. */
const DENOMINATOR = 10_000n * BigInt(DAYS_A_YEAR) * 2n;

function rounded(steps: readonly ChargeStep[], rule: ChargeRule): number {
  const groups = new Map<string, bigint>();
  for (const step of steps) {
    const key = rule.cut === 'year' ? step.from : rule.cut === 'stage' ? step.stage : '';
    const exact = BigInt(step.base) * BigInt(step.days) * BigInt(step.rate) * (step.half ? 1n : 2n);
    groups.set(key, (groups.get(key) ?? 0n) + exact);
  }
  const sum = Number([...groups.values()].reduce((total, exact) => total + exact / DENOMINATOR, 0n));
  return sum < rule.smallestCharge ? 0 : sum - (sum % rule.chargeUnit);
}
