import type { DebtView } from '../../core/contracts/http/desk.ts';
import { DomainError } from '../../core/platform/errors.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { debtTotals } from '../../core/rules/money/debt-totals.ts';
import { maySee, type SharingScope } from '../../core/rules/sharing.ts';
import { addDays, tokyoTime } from '../../core/rules/tokyo-time.ts';
import { selectMoneySettings } from '../money/queries.ts';
import { chargedItems, mayUseSuspension } from './charged-items.ts';
import { selectAmountsAsOf, selectDebtItems, selectReceipts, selectSuspensions } from './debt-queries.ts';

/** Nobody promises a payment further ahead; a charge of a past day is not today's. */
const MOST_DAYS_AHEAD = 366;

export interface DebtQuestion {
  personId: number;
  /** What the work in hand, or the account, may see. The caller has passed the gate. */
  mayShow: (source: SharingScope) => boolean;
  now: Date;
  /** The day of a payment to come, `YYYY-MM-DD`; left out: today. */
  on?: string | undefined;
}

/**
 * What is open, with the charge of a payment on `on`. `asOf` falls back to the product's now when nothing was ever imported: there is
 * then nothing to be out of date.
 *
 * @throws DomainError `debt/day` 422: a day that is over, or more than a year ahead
 */
export async function debtView(db: Queryable, { personId, mayShow, now, on }: DebtQuestion): Promise<DebtView> {
  const { date: today } = tokyoTime(now);
  const chargesOn = on ?? today;
  if (chargesOn < today || chargesOn > addDays(today, MOST_DAYS_AHEAD))
    throw new DomainError('debt/day', 422, '納付日は今日から1年以内の日にしてください。');
  const rows = (await selectDebtItems(db, personId)).filter((item) => mayShow(item.source));
  const suspensions = await selectSuspensions(db, personId);
  const items = chargedItems({
    items: rows,
    receipts: await selectReceipts(
      db,
      rows.map(({ id }) => id),
    ),
    suspensions,
    settings: await selectMoneySettings(db),
    today,
    on: chargesOn,
  });
  const totals = debtTotals(items);
  return {
    asOf: (await selectAmountsAsOf(db)) ?? now.toISOString(),
    chargesOn,
    totalUnpaid: totals.principal,
    totals,
    suspensions: suspensions
      .filter((one) => rows.some(({ source }) => mayUseSuspension(source, one)))
      .filter(({ fromOn, toOn }) => fromOn <= chargesOn && (toOn === null || toOn >= chargesOn))
      .map(({ source, ...one }) => one),
    items,
  };
}

export const sharedWith = (viewer: SharingScope) => (source: SharingScope) => maySee(viewer, source);
