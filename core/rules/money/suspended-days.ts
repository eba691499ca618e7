import { addDays } from '../tokyo-time.ts';
import type { SuspendedDays } from './accrue.ts';
import type { ChargeRule, SuspensionEffect } from './charge-rule.ts';

export type SuspensionKind = 'grace' | 'enforcement_stop';

/** A `stop_flag` of one of these kinds: it has days, a 処分区分 in a file has none. */
export interface DatedSuspension {
  kind: SuspensionKind;
  /** `YYYY-MM-DD`, both included; null = still. */
  fromOn: string;
  toOn: string | null;
}

/** As core systems write them: 徴収猶予, 換価の猶予, 執行停止, 滞納処分停止 … */
const WORDS: readonly [string, SuspensionKind][] = [
  ['猶予', 'grace'],
  ['停止', 'enforcement_stop'],
];

/** The kind that a 処分区分 names. */
export function suspensionOf(disposition: string | null): SuspensionKind | null {
  return WORDS.find(([word]) => disposition?.includes(word))?.[1] ?? null;
}

/** Days between due date and `on` that count for less. `ask`: by the city's rule, or because a suspension has no days. */
export function suspendedDays(
  item: { dueDate: string; disposition: string | null; suspensions: readonly DatedSuspension[] },
  rule: ChargeRule,
  on: string,
): SuspendedDays[] | 'ask' {
  const effectOf = (kind: SuspensionKind): SuspensionEffect => (kind === 'grace' ? rule.onGrace : rule.onStop);
  const start = addDays(item.dueDate, 1);
  const touching = item.suspensions.filter(({ fromOn, toOn }) => fromOn <= on && (toOn === null || toOn >= start));
  const named = on < start ? null : suspensionOf(item.disposition);
  if (named !== null && effectOf(named) !== 'full') {
    const dated = touching.some(({ kind, toOn }) => kind === named && (toOn === null || toOn >= on));
    if (!dated) return 'ask';
  }
  const days: SuspendedDays[] = [];
  for (const { kind, fromOn, toOn } of touching) {
    const effect = effectOf(kind);
    if (effect === 'ask') return 'ask';
    if (effect !== 'full') days.push({ from: fromOn, through: toOn, effect });
  }
  return days;
}
