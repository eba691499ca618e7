import type { DemoItem } from './claims.ts';
import type { DemoPerson } from './people.ts';

/** Adds up, row by row, what a correct import must arrive at. Written apart from the import on purpose. */
export class CityTruth {
  persons = 0;
  shielded = 0;
  deceased = 0;
  no_usable_phone = 0;
  arrears = 0;
  persons_in_arrears = 0;
  unpaid_yen_before_payments = 0;
  unpaid_yen_after_payments = 0;
  unpaid_items = 0;
  payments = 0;
  paid_yen = 0;
  settled_by_payments = 0;
  restored_by_cancel = 0;
  person_rows_in_file = 0;
  arrears_rows_in_file = 0;
  payment_rows_in_file = 0;
  readonly rejected = {
    person: {} as Record<string, number>,
    arrears: {} as Record<string, number>,
    payment: {} as Record<string, number>,
  };
  readonly #households = new Set<string>();

  person(person: DemoPerson): void {
    this.persons += 1;
    if (person.shielded) this.shielded += 1;
    if (person.deceasedOn !== null) this.deceased += 1;
    if (!person.phones.some((phone) => phone?.usable)) this.no_usable_phone += 1;
    if (person.householdNo !== null) this.#households.add(person.householdNo);
  }

  /** An installment as it stands at the end of the day, with the money received that still counts. */
  item(item: DemoItem, received: number): void {
    const owed = Math.max(item.principal - item.collected, 0);
    const left = Math.max(item.principal - item.collected - received, 0);
    this.arrears += 1;
    this.unpaid_yen_before_payments += owed;
    this.unpaid_yen_after_payments += left;
    if (left > 0) this.unpaid_items += 1;
  }

  reject(kind: 'person' | 'arrears' | 'payment', reason: string): void {
    this.rejected[kind][reason] = (this.rejected[kind][reason] ?? 0) + 1;
  }

  asJson(head: { profile: string; encoding: string; subjects: Record<string, string> }): Record<string, unknown> {
    const { ...counts } = this;
    return { ...head, ...counts, households: this.#households.size };
  }
}
