import type { Engine } from './engine.ts';

/** What a suspension (猶予, 執行停止) does to the days it covers. `ask`: only the city knows, no figure is given. */
export const SUSPENSION_EFFECTS = ['full', 'half', 'no_charge', 'ask'] as const;
export type SuspensionEffect = (typeof SUSPENSION_EFFECTS)[number];

/** Where fractions of a yen are dropped: in each step, once per stage (before and after the split), or once at the end. */
export const CUTS = ['year', 'stage', 'total'] as const;
export type Cut = (typeof CUTS)[number];

/** How a charge is counted and rounded, in yen. The city's data: setting `delinquency_rule:…`, valid from a day. */
export interface ChargeRule {
  /** The lower rate counts until so many calendar months have passed since the due date; 0 = one rate for all days. */
  splitMonths: number;
  /** `each_day`: the rate of the calendar year that the day lies in. `first_day`: that of the first day of delay for all days (民法). */
  rateBy: 'each_day' | 'first_day';
  /** Below it nothing is charged; the rest of the base below `baseUnit` does not count. */
  smallestBase: number;
  baseUnit: number;
  /** A sum below it is 0; the rest of a sum below `chargeUnit` is dropped. */
  smallestCharge: number;
  chargeUnit: number;
  cut: Cut;
  /** 猶予 and 執行停止. */
  onGrace: SuspensionEffect;
  onStop: SuspensionEffect;
}

/** 地方税法20条の4の2 and what the 条例 for 料 take over from it. Whether 猶予 exempts half or all depends on its ground, which no file tells. */
const TAX_RULE: ChargeRule = {
  splitMonths: 1,
  rateBy: 'each_day',
  smallestBase: 2_000,
  baseUnit: 1_000,
  smallestCharge: 1_000,
  chargeUnit: 100,
  cut: 'year',
  onGrace: 'ask',
  onStop: 'no_charge',
};

const INTEREST_RULE: ChargeRule = {
  splitMonths: 0,
  rateBy: 'first_day',
  smallestBase: 1,
  baseUnit: 1,
  smallestCharge: 1,
  chargeUnit: 1,
  cut: 'total',
  onGrace: 'ask',
  onStop: 'ask',
};

export const DEFAULT_RULES: Readonly<Record<Engine, ChargeRule>> = {
  local_tax: TAX_RULE,
  ordinance: TAX_RULE,
  legal_interest: INTEREST_RULE,
  contract_interest: { ...INTEREST_RULE, rateBy: 'each_day' },
  none: INTEREST_RULE,
};

/** The divisor, also in a leap year; the leap day itself is a day like others. */
export const DAYS_A_YEAR = 365;

const whole = (least: number, most: number) => (value: unknown) =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
const oneOf = (words: readonly string[]) => (value: unknown) => typeof value === 'string' && words.includes(value);

const FITS: Readonly<Record<keyof ChargeRule, (value: unknown) => boolean>> = {
  splitMonths: whole(0, 12),
  rateBy: oneOf(['each_day', 'first_day']),
  smallestBase: whole(1, 1_000_000),
  baseUnit: whole(1, 10_000),
  smallestCharge: whole(1, 100_000),
  chargeUnit: whole(1, 1_000),
  cut: oneOf(CUTS),
  onGrace: oneOf(SUSPENSION_EFFECTS),
  onStop: oneOf(SUSPENSION_EFFECTS),
};

/**
 * The city's values over the engine's, and the subject's over the city's. Null when any of them cannot be read: a sum by a rule that is
 * partly somebody's and partly a default would be a wrong sum, so there is none.
 */
export function chargeRule(engine: Engine, ...stored: readonly unknown[]): ChargeRule | null {
  let rule: ChargeRule = DEFAULT_RULES[engine];
  for (const values of stored) {
    if (values === undefined) continue;
    if (values === null || typeof values !== 'object' || Array.isArray(values)) return null;
    for (const [name, value] of Object.entries(values)) {
      const fits = Object.hasOwn(FITS, name) ? FITS[name as keyof ChargeRule] : undefined;
      if (!fits?.(value)) return null;
    }
    rule = { ...rule, ...values };
  }
  return rule;
}
