import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CityLayout } from '../layout.ts';
import { addDays, claimsOf, type DemoItem } from './claims.ts';
import { itemOnDayTwo, personOnDayTwo } from './day-two.ts';
import { writeDirt } from './dirt.ts';
import { type DemoPerson, people } from './people.ts';
import { rowPrinter } from './print-rows.ts';
import type { Scene } from './scene.ts';
import { CityTruth } from './truth.ts';
import { CsvFile } from './write-csv.ts';

export interface CityOptions {
  seed: number;
  persons: number;
  layout: CityLayout;
  /** 1: everything. 2: the differences of the next morning, to be taken in after day 1. */
  day: 1 | 2;
  /** Where the three files and truth.json go; made when absent. */
  folder: string;
  /** 収入日 of day 1. */
  date?: string;
  /** Mean number of installments a person. */
  itemsPerPerson?: number;
  /** False leaves out the rows that must be rejected. */
  dirt?: boolean;
}

export const DEMO_DATE = '2026-11-20';

/**
 * Writes an invented city as hand-over files, dirt included, with the truth an import must arrive at. Any size streams
 * through in flat memory; the same options give the same bytes.
 */
export async function generateCity(options: CityOptions): Promise<Record<string, unknown>> {
  const { layout, day, folder, date = DEMO_DATE } = options;
  await mkdir(folder, { recursive: true });
  const print = rowPrinter(layout);
  const fileName = (kind: 'person' | 'arrears' | 'payment') => join(folder, layout.files[kind]?.file ?? '');
  const files = {
    person: new CsvFile(fileName('person'), layout, print.personHeader),
    arrears: new CsvFile(fileName('arrears'), layout, print.arrearsHeader),
    payment: new CsvFile(fileName('payment'), layout, print.paymentHeader),
  };
  const truth = new CityTruth();
  const city = {
    seed: options.seed,
    date,
    subjectIds: layout.subjects.map(({ id }) => id),
    itemsPerPerson: options.itemsPerPerson ?? 3.5,
  };
  const names = layout.subjects.map(({ name }) => name);
  const scene: Scene = { files, print, truth, seed: options.seed, nextDay: addDays(date, 1) };
  for (const person of people(options.seed, options.persons, names)) {
    const items = claimsOf(person, city);
    if (day === 1) await dayOne(scene, person, items);
    else await dayTwo(scene, person, items);
  }
  if (day === 1 && options.dirt !== false) await writeDirt(scene, people(options.seed, options.persons, names), city);
  for (const file of Object.values(files)) await file.close();
  const json = truth.asJson({
    profile: layout.profile,
    encoding: layout.encoding,
    subjects: Object.fromEntries(layout.subjects.map(({ id, name }) => [id, name])),
  });
  await writeFile(join(folder, 'truth.json'), `${JSON.stringify(json, null, 1)}\n`);
  return json;
}

async function dayOne({ files, print, truth }: Scene, person: DemoPerson, items: readonly DemoItem[]): Promise<void> {
  await files.person.row(print.person(person));
  truth.person(person);
  truth.person_rows_in_file += 1;
  if (items.some(({ principal, collected }) => principal > collected)) truth.persons_in_arrears += 1;
  for (const item of items) {
    await files.arrears.row(print.arrears(item));
    truth.arrears_rows_in_file += 1;
    truth.item(item, item.payment?.amount ?? 0);
    if (!item.payment) continue;
    await files.payment.row(print.payment(item, item.payment));
    truth.payment_rows_in_file += 1;
    truth.payments += 1;
    truth.paid_yen += item.payment.amount;
    const owed = item.principal - item.collected;
    if (owed > 0 && item.payment.amount >= owed) truth.settled_by_payments += 1;
  }
}

async function dayTwo(scene: Scene, person: DemoPerson, items: readonly DemoItem[]): Promise<void> {
  const { files, print, truth, seed, nextDay } = scene;
  const changed = personOnDayTwo(seed, person, nextDay);
  if (changed) {
    await files.person.row(print.person(changed));
    truth.person_rows_in_file += 1;
  }
  truth.person(changed ?? person);
  let inArrears = false;
  for (const item of items) {
    const night = itemOnDayTwo(seed, item, nextDay);
    for (const row of [night.changed, night.added]) {
      if (!row) continue;
      await files.arrears.row(print.arrears(row));
      truth.arrears_rows_in_file += 1;
    }
    for (const payment of night.payments) {
      await files.payment.row(print.payment(item, payment));
      truth.payment_rows_in_file += 1;
    }
    inArrears = countDayTwo(truth, item, night) || inArrears;
  }
  if (inArrears) truth.persons_in_arrears += 1;
}

/** True when the person owes something by the core system's own figures. */
function countDayTwo(truth: CityTruth, item: DemoItem, night: ReturnType<typeof itemOnDayTwo>): boolean {
  const now = night.changed ?? item;
  const fresh = night.fate === 'paid' ? (night.payments[0]?.amount ?? 0) : 0;
  const standing = night.fate === 'cancelled' ? 0 : (item.payment?.amount ?? 0);
  truth.item(now, standing + fresh);
  if (night.added) truth.item(night.added, 0);
  if (night.fate === 'cancelled') truth.restored_by_cancel += 1;
  if (night.fate === 'paid') {
    truth.payments += 1;
    truth.paid_yen += fresh;
    if (now.principal > now.collected) truth.settled_by_payments += 1;
  }
  return now.principal > now.collected || (night.added?.principal ?? 0) > 0;
}
