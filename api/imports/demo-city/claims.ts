import type { DemoPerson } from './people.ts';
import { Random } from './random.ts';

export interface DemoPayment {
  receiptDate: string;
  entryDate: string;
  amount: number;
  channel: string;
  preliminary: boolean;
  cancel: boolean;
}

export interface DemoItem {
  addresseeNo: string;
  subjectId: string;
  levyYear: number;
  taxableYear: number;
  noticeNo: string;
  periodNo: number;
  dueDate: string;
  principal: number;
  demandFee: number;
  collected: number;
  demandIssuedOn: string;
  disposition: string;
  directDebit: boolean;
  /** Money received on day 1. */
  payment: DemoPayment | null;
}

const CHANNELS = ['コンビニ', '窓口', '口座振替', '共通納税'];

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** What a person owes on day 1, up to three notices of up to ten installments; one in six owes nothing. */
export function claimsOf(
  person: DemoPerson,
  {
    seed,
    date,
    subjectIds,
    itemsPerPerson,
  }: { seed: number; date: string; subjectIds: readonly string[]; itemsPerPerson: number },
): DemoItem[] {
  const random = new Random(seed, 'claims', person.index);
  if (itemsPerPerson < 8 && random.chance(0.16)) return [];
  const thisYear = Number(date.slice(0, 4));
  const wanted = Math.max(1, Math.round(itemsPerPerson * (0.4 + random.next() * 1.2)));
  const items: DemoItem[] = [];
  for (let notice = 0; items.length < wanted; notice += 1) {
    const levyYear = thisYear - random.between(0, 3);
    const subjectId = random.pick(subjectIds);
    const noticeNo = `${levyYear}${subjectId}${String(person.index * 10 + (notice % 10)).padStart(8, '0')}`;
    const first = random.between(1, 5);
    const count = Math.min(
      random.between(1, Math.max(2, Math.ceil(itemsPerPerson))),
      11 - first,
      wanted - items.length,
    );
    for (let i = 0; i < count; i += 1)
      items.push(item(random, person, { levyYear, subjectId, noticeNo, periodNo: first + i, date }));
    if (notice >= 9) break;
  }
  return items;
}

function item(
  random: Random,
  person: DemoPerson,
  key: { levyYear: number; subjectId: string; noticeNo: string; periodNo: number; date: string },
): DemoItem {
  const due = `${key.levyYear}-${String(Math.min(key.periodNo + 2, 10)).padStart(2, '0')}-${random.pick(['25', '28', '30'])}`;
  const principal = random.between(1, random.pick([40, 400, 4_000])) * 100;
  const collected = random.chance(0.15) ? Math.floor(principal / 200) * 100 : 0;
  const owed = principal - collected;
  const receiptDate = addDays(key.date, -random.between(1, 4));
  return {
    addresseeNo: person.addresseeNo,
    subjectId: key.subjectId,
    levyYear: key.levyYear,
    taxableYear: random.chance(0.02) ? key.levyYear - 1 : key.levyYear,
    noticeNo: key.noticeNo,
    periodNo: key.periodNo,
    dueDate: due,
    principal,
    demandFee: random.chance(0.3) ? 100 : 0,
    collected,
    demandIssuedOn: addDays(due, 20),
    disposition: random.chance(0.1) ? random.pick(['差押', '分納', '猶予', '停止']) : '',
    directDebit: random.chance(0.15),
    payment: random.chance(0.08)
      ? {
          receiptDate,
          entryDate: key.date,
          amount: random.chance(0.8) ? owed : Math.max(50, Math.floor(owed / 100) * 50),
          channel: random.pick(CHANNELS),
          preliminary: random.chance(0.5),
          cancel: false,
        }
      : null,
  };
}
