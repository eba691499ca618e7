import { addDays, type DemoItem, type DemoPayment } from './claims.ts';
import type { DemoPerson } from './people.ts';
import { Random } from './random.ts';

/** What the night brought to a person; null for the many to whom nothing happened. */
export function personOnDayTwo(seed: number, person: DemoPerson, date: string): DemoPerson | null {
  const random = new Random(seed, 'night', person.index);
  if (person.kind === 'corporate' || !random.chance(0.03)) return null;
  switch (random.pick(['shield', 'death', 'move', 'phones', 'same'])) {
    case 'shield':
      return { ...person, shielded: true };
    case 'death':
      return { ...person, deceasedOn: person.deceasedOn ?? addDays(date, -1) };
    case 'move':
      return {
        ...person,
        householdNo: `9${person.addresseeNo.slice(-7)}`,
        relationship: '世帯主',
        address1: `中央1丁目1番${(person.index % 60) + 1}号`,
        address2: '',
      };
    case 'phones':
      return { ...person, phones: [null, null, null] };
    default:
      // Handed over again as it was: must count as unchanged.
      return { ...person };
  }
}

export interface ItemOnDayTwo {
  /** A row in the difference file. */
  changed: DemoItem | null;
  /** An installment that did not exist on day 1. */
  added: DemoItem | null;
  /** Lines in the payment file: new money, 取消 of a 速報, the 確報 of a 速報. */
  payments: DemoPayment[];
  fate: 'none' | 'reassessed' | 'settled' | 'cancelled' | 'confirmed' | 'paid';
}

const NOTHING: ItemOnDayTwo = { changed: null, added: null, payments: [], fate: 'none' };

export function itemOnDayTwo(seed: number, item: DemoItem, date: string): ItemOnDayTwo {
  const random = new Random(seed, 'night', item.noticeNo, item.periodNo, item.taxableYear);
  const { payment } = item;
  if (payment?.preliminary && random.chance(0.1))
    return { ...NOTHING, payments: [{ ...payment, entryDate: date, cancel: true }], fate: 'cancelled' };
  if (payment?.preliminary && random.chance(0.3))
    return { ...NOTHING, payments: [{ ...payment, entryDate: date, preliminary: false }], fate: 'confirmed' };
  if (payment || !random.chance(0.015)) return NOTHING;
  const added = random.chance(0.3)
    ? { ...item, noticeNo: `N${item.noticeNo.slice(1)}`, collected: 0, payment: null }
    : null;
  const owed = item.principal - item.collected;
  switch (random.pick(['reassessed', 'settled', 'paid'] as const)) {
    case 'reassessed': {
      const principal = Math.max(100, Math.floor(item.principal / 200) * 100, item.collected);
      return { changed: { ...item, principal }, added, payments: [], fate: 'reassessed' };
    }
    case 'settled':
      return { changed: { ...item, collected: item.principal }, added, payments: [], fate: 'settled' };
    default: {
      const amount = owed > 0 ? owed : 100;
      const paid = { receiptDate: addDays(date, -1), entryDate: date, amount, channel: 'コンビニ', preliminary: true };
      return { changed: null, added, payments: [{ ...paid, cancel: false }], fate: 'paid' };
    }
  }
}
