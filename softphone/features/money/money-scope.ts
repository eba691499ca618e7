import type { MoneyScope, MoneySettings } from '../../../core/contracts/http/money.ts';
import type { ChargeRule } from '../../../core/rules/money/charge-rule.ts';
import { ENGINE_LABELS, type Engine } from '../../../core/rules/money/engine.ts';
import { type RatePeriod, YEARLY_ENGINES } from '../../../core/rules/money/rates.ts';
import { addDays } from '../../../core/rules/tokyo-time.ts';

/** `engine/local_tax` or `subject/04`: what a Select holds. */
export const scopeOf = (value: string): MoneyScope => {
  const [kind = '', name = ''] = value.split('/');
  return kind === 'engine' ? { engine: name } : { subjectId: name };
};

export function scopeChoices({ engines, subjects }: MoneySettings) {
  return [
    ...engines
      .filter(({ engine }) => engine !== 'none')
      .map(({ engine }) => ({ value: `engine/${engine}`, label: ENGINE_LABELS[engine] })),
    ...subjects
      .filter(({ engine }) => engine !== null && engine !== 'none')
      .map(({ subjectId, name }) => ({ value: `subject/${subjectId}`, label: name })),
  ];
}

export function engineOfScope(settings: MoneySettings, scope: MoneyScope): Engine | null {
  if (!('engine' in scope))
    return settings.subjects.find(({ subjectId }) => subjectId === scope.subjectId)?.engine ?? null;
  return settings.engines.find(({ engine }) => engine === scope.engine)?.engine ?? null;
}

/** What a scope is counted by, and what it would be without a value of its own. */
export function rulesOfScope(
  settings: MoneySettings,
  scope: MoneyScope,
): { now: ChargeRule; inherited: ChargeRule } | null {
  const engine = settings.engines.find((one) => one.engine === engineOfScope(settings, scope));
  if (!engine?.rule) return null;
  if ('engine' in scope) return { now: engine.rule, inherited: engine.rule };
  const own = settings.subjects.find(({ subjectId }) => subjectId === scope.subjectId)?.ownRule ?? {};
  const set = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  return { now: { ...engine.rule, ...set }, inherited: engine.rule };
}

/** The line that is to be entered next: the calendar year behind the table, or the day behind the last line. */
export function nextLine(engine: Engine | null, table: readonly RatePeriod[], today: string): RatePeriod {
  const yearly = engine !== null && YEARLY_ENGINES.includes(engine);
  const last = table.at(-1);
  const first = yearly ? `${today.slice(0, 4)}-01-01` : today;
  const from = last?.through ? addDays(last.through, 1) : first;
  const through = yearly ? `${from.slice(0, 4)}-12-31` : null;
  return { from, through, first: last?.first ?? 0, later: last?.later ?? 0 };
}

/** `2.8` → 280; NaN for what is no rate. */
export function hundredths(typed: string): number {
  return /^\d{1,2}(\.\d{1,2})?$/.test(typed.trim()) ? Math.round(Number(typed) * 100) : Number.NaN;
}

/** The rates of the days ahead are not entered yet: time to do so is running out. */
export function endsSoon(ratesEnd: string | null, today: string): boolean {
  return ratesEnd !== null && ratesEnd < addDays(today, 45);
}
