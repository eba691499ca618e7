import { type Accrual, type Accrued, accrue, type ChargeStep, type SuspendedDays } from './accrue.ts';
import type { Announcement } from './announcement.ts';
import type { ChargeRule } from './charge-rule.ts';
import type { Engine } from './engine.ts';
import type { RatePeriod } from './rates.ts';
import { type DatedSuspension, suspendedDays } from './suspended-days.ts';

/** Why there is no figure and the city has to be asked. */
export const ASK_REASONS = [
  'engine_unknown',
  'rule_unreadable',
  'rate_unknown',
  'suspension',
  'fixed_and_open',
  'undated_payment',
] as const;
export type AskReason = (typeof ASK_REASONS)[number];

/** The charge on one period. `fixed`: 確定延滞金 as the core system gives it, which grows no more. */
export type Charge =
  | { state: 'known'; yen: number; fixed: boolean; steps: readonly ChargeStep[] }
  | { state: 'ask_city'; reason: AskReason }
  | { state: 'not_announced' };

export interface ChargedItem {
  dueDate: string;
  principal: number;
  /** 収納額 of 本税 by the core system. */
  collected: number;
  unpaid: number;
  /** 延滞金(確定) of the core system. */
  fixedCharge: number;
  disposition: string | null;
  /** Living payments. `contained`: already part of `collected`. `charge`: 延滞金 paid with them. */
  payments: readonly { on: string; amount: number; charge: number; contained: boolean }[];
  suspensions: readonly DatedSuspension[];
}

/** What holds for the item's subject on the day. */
export interface MoneyRules {
  engine: Engine | null;
  /** null = the city's values cannot be read. */
  rule: ChargeRule | null;
  rates: readonly RatePeriod[];
  announce: Announcement;
}

const ask = (reason: AskReason): Charge => ({ state: 'ask_city', reason });

/** What would be due beside 本税 if all of it were paid on the day `on`. Where anything is in doubt there is no number. */
export function todaysCharge(item: ChargedItem, { engine, rule, rates, announce }: MoneyRules, on: string): Charge {
  if (announce === 'never' || (announce === 'after_principal' && item.unpaid > 0)) return { state: 'not_announced' };
  if (engine === null) return ask('engine_unknown');
  if (engine === 'none') return known(0, item, false, []);
  if (item.fixedCharge > 0) return item.unpaid === 0 ? known(item.fixedCharge, item, true, []) : ask('fixed_and_open');
  if (rule === null) return ask('rule_unreadable');
  const suspended = suspendedDays(item, rule, on);
  if (suspended === 'ask') return ask('suspension');
  return counted(item, suspended, (debt) => accrue(debt, rule, rates, on));
}

/**
 * Money that the core system holds and whose day it does not tell may have come before the due date or yesterday. When both give the
 * same charge the day does not matter; otherwise the city is asked.
 */
function counted(item: ChargedItem, suspended: readonly SuspendedDays[], count: (debt: Accrual) => Accrued): Charge {
  const undated =
    item.collected - item.payments.reduce((sum, { amount, contained }) => (contained ? sum + amount : sum), 0);
  if (undated < 0) return ask('undated_payment');
  const { dueDate, principal, payments: received } = item;
  const least = count({ dueDate, principal: principal - undated, received, suspended });
  if ('noRateOn' in least) return ask('rate_unknown');
  if (undated > 0) {
    const most = count({ dueDate, principal, received, suspended });
    if ('noRateOn' in most) return ask('rate_unknown');
    if (most.yen !== least.yen) return ask('undated_payment');
  }
  return known(least.yen, item, false, least.steps);
}

function known(yen: number, { payments }: ChargedItem, fixed: boolean, steps: ChargeStep[]): Charge {
  const paid = payments.reduce((sum, { charge }) => sum + charge, 0);
  return { state: 'known', yen: Math.max(0, yen - paid), fixed, steps };
}
