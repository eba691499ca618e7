import type { Charge } from './todays-charge.ts';

export interface DebtTotals {
  /** 本税 */
  principal: number;
  demandFee: number;
  /** Sum of what is known; null where the city does not announce charges. */
  charge: number | null;
  /** Periods whose charge only the city knows: they are not in `charge`. */
  askCity: number;
  /** Periods whose charge is not announced. */
  notAnnounced: number;
  /** All three; null as long as any charge is not known. */
  all: number | null;
}

export function debtTotals(items: readonly { unpaid: number; demandFee: number; charge: Charge }[]): DebtTotals {
  const principal = items.reduce((sum, { unpaid }) => sum + unpaid, 0);
  const demandFee = items.reduce((sum, item) => sum + item.demandFee, 0);
  const known = items.reduce((sum, { charge }) => (charge.state === 'known' ? sum + charge.yen : sum), 0);
  const askCity = items.filter(({ charge }) => charge.state === 'ask_city').length;
  const notAnnounced = items.filter(({ charge }) => charge.state === 'not_announced').length;
  return {
    principal,
    demandFee,
    charge: items.length > 0 && notAnnounced === items.length ? null : known,
    askCity,
    notAnnounced,
    all: askCity + notAnnounced === 0 ? principal + demandFee + known : null,
  };
}
