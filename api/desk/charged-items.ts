import type { DebtView } from '../../core/contracts/http/desk.ts';
import { demandFeeOwed } from '../../core/rules/money/demand-fee.ts';
import { demandFeeTable, moneyRules, type StoredSetting } from '../../core/rules/money/money-settings.ts';
import { type MoneyRules, todaysCharge } from '../../core/rules/money/todays-charge.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';
import type { DebtItemRow, ReceiptRow, SuspensionRow } from './debt-queries.ts';

export interface ChargeGround {
  items: readonly DebtItemRow[];
  receipts: readonly ReceiptRow[];
  suspensions: readonly SuspensionRow[];
  settings: readonly StoredSetting[];
  /** `YYYY-MM-DD` */
  today: string;
  /** The day of the payment that is asked about. */
  on: string;
}

/** Suspensions in the city's files came with tax data: a private claim knows only those noted by hand. */
export const mayUseSuspension = (source: SharingScope, suspension: { source: string }) =>
  source.debtClass !== 'private' || suspension.source === 'manual';

/** Each period with its fee and its charge. */
export function chargedItems({ items, receipts, suspensions, settings, today, on }: ChargeGround): DebtView['items'] {
  const fees = demandFeeTable(settings);
  const rules = new Map<string, MoneyRules>();
  const rulesOf = ({ subjectId, engine }: DebtItemRow) => {
    const known = rules.get(subjectId) ?? moneyRules(settings, { subjectId, engine }, { today, on });
    rules.set(subjectId, known);
    return known;
  };
  const charged = items.map((row) => {
    const { source, engine, interestFixed, demandFee: fileFee, ...item } = row;
    const payments = receipts.filter(({ itemId }) => itemId === item.id);
    // What a file already contains is in the file's fee too.
    const paidFee = payments.reduce((sum, { demandFee, contained }) => (contained ? sum : sum + demandFee), 0);
    const applicable = suspensions.filter((one) => mayUseSuspension(source, one));
    const facts = { ...item, fixedCharge: interestFixed, payments, suspensions: applicable };
    const charge = todaysCharge(facts, rulesOf(row), on);
    return {
      ...item,
      demandFee: demandFeeOwed({ demandIssuedOn: item.demandIssuedOn, fileFee, paidFee }, fees),
      charge,
      fixedCharge: charge.state === 'not_announced' ? null : interestFixed,
    };
  });
  return charged.filter(stillOwed);
}

/** Open 本税; behind paid 本税 a charge that is known, or fixed and to be asked about. Other paid periods are history. */
function stillOwed({ unpaid, charge, fixedCharge }: DebtView['items'][number]): boolean {
  if (unpaid > 0) return true;
  return charge.state === 'known' ? charge.yen > 0 : charge.state === 'ask_city' && (fixedCharge ?? 0) > 0;
}
