import { announcement } from './announcement.ts';
import { chargeRule } from './charge-rule.ts';
import { type DemandFeeLine, isDemandFee } from './demand-fee.ts';
import { engineOf } from './engine.ts';
import { readRatePeriod } from './rate-problem.ts';
import { type RatePeriod, rateTable } from './rates.ts';
import type { MoneyRules } from './todays-charge.ts';

/** One row of table `setting`. */
export interface StoredSetting {
  key: string;
  /** `YYYY-MM-DD` */
  validFrom: string;
  value: unknown;
}

/** Whose value it is: an engine's, for all its subjects, or one subject's own. */
export type MoneyScope = { engine: string } | { subjectId: string };

const scopeKey = (scope: MoneyScope) => ('engine' in scope ? `engine/${scope.engine}` : `subject/${scope.subjectId}`);
/** Lines of a table of rates: `validFrom` is the first day of the line, not the day it was entered. */
export const ratesKey = (scope: MoneyScope) => `delinquency_rates:${scopeKey(scope)}`;
export const ruleKey = (scope: MoneyScope) => `delinquency_rule:${scopeKey(scope)}`;
export const ANNOUNCE_KEY = 'delinquency_announce';
/** By the day of issue of the 督促状. */
export const DEMAND_FEE_KEY = 'demand_fee';

const rowsOf = (settings: readonly StoredSetting[], key: string) => settings.filter((row) => row.key === key);

/** The newest value that has begun; undefined without one. */
export function valueOn(settings: readonly StoredSetting[], key: string, day: string): unknown {
  return rowsOf(settings, key)
    .filter(({ validFrom }) => validFrom <= day)
    .sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
    .at(-1)?.value;
}

/** The lines entered for a scope; null when one of them cannot be read. */
export function storedRates(settings: readonly StoredSetting[], scope: MoneyScope): RatePeriod[] | null {
  const lines = rowsOf(settings, ratesKey(scope)).map(({ validFrom, value }) => readRatePeriod(validFrom, value));
  return lines.every((line) => line !== null) ? lines : null;
}

export function demandFeeTable(settings: readonly StoredSetting[]): DemandFeeLine[] {
  return rowsOf(settings, DEMAND_FEE_KEY).flatMap(({ validFrom, value }) => {
    const yen = value !== null && typeof value === 'object' ? (value as { yen?: unknown }).yen : undefined;
    return isDemandFee(yen) ? [{ from: validFrom, yen }] : [];
  });
}

export interface MoneyDays {
  /** Whose policy on telling holds, `YYYY-MM-DD`. */
  today: string;
  /** The day of the payment: whose rule holds. */
  on: string;
}

/** Everything that counts a subject's charges. */
export function moneyRules(
  settings: readonly StoredSetting[],
  subject: { subjectId: string; engine: string | null },
  { today, on }: MoneyDays,
): MoneyRules {
  const announce = announcement(valueOn(settings, ANNOUNCE_KEY, today), subject.subjectId);
  const engine = engineOf(subject.engine);
  if (engine === null) return { engine, rule: null, rates: [], announce };
  const own = { subjectId: subject.subjectId };
  const ofCity = storedRates(settings, { engine });
  const ofSubject = storedRates(settings, own);
  if (!ofCity || !ofSubject) return { engine, rule: null, rates: [], announce };
  const rule = chargeRule(engine, valueOn(settings, ruleKey({ engine }), on), valueOn(settings, ruleKey(own), on));
  return { engine, rule, rates: rateTable(engine, ofCity, ofSubject), announce };
}
