import { REASONS } from '../../../core/rules/formats/reject-reasons.ts';
import { claimsOf, type DemoItem } from './claims.ts';
import type { DemoPerson } from './people.ts';
import type { Scene } from './scene.ts';

/** How often each kind of mistake stands in the files. */
const TIMES = 2;

/**
 * The mistakes of real files, at their end: rows that must be rejected, each with its reason in the truth, and exact
 * repeats, which must change nothing.
 */
export async function writeDirt(
  scene: Scene,
  everybody: Iterable<DemoPerson>,
  city: Parameters<typeof claimsOf>[1],
): Promise<void> {
  let written = 0;
  for (const person of everybody) {
    const item = claimsOf(person, city)[0];
    if (person.kind === 'corporate' || !item) continue;
    await personDirt(scene, person, written);
    await arrearsDirt(scene, item, written);
    await paymentDirt(scene, item);
    written += 1;
    if (written === TIMES) return;
  }
}

async function personDirt({ files, print, truth }: Scene, person: DemoPerson, n: number): Promise<void> {
  const stranger = { ...person, addresseeNo: `00900000${10 + n}` };
  const rows: [string[], string | null][] = [
    [print.person(person), null],
    [print.person({ ...person, addresseeNo: '' }), REASONS.addresseeNoMissing],
    [print.person({ ...stranger, name: '', plainName: '' }), REASONS.nameMissing],
    [print.person(stranger, { birthDate: '令和99年13月40日' }), REASONS.birthDateInvalid],
    [print.person(stranger, { birthDate: '昭和64年1月8日' }), REASONS.birthDateInvalid],
    [print.person(stranger).slice(0, -3), REASONS.columnCount],
  ];
  for (const [row, reason] of rows) {
    await files.person.row(row);
    truth.person_rows_in_file += 1;
    if (reason) truth.reject('person', reason);
  }
}

async function arrearsDirt({ files, print, truth }: Scene, item: DemoItem, n: number): Promise<void> {
  const other = { ...item, noticeNo: `X${String(n).padStart(12, '0')}` };
  const rows: [string[], string | null][] = [
    [print.arrears(item), null],
    [print.arrears({ ...other, addresseeNo: '9999999999' }), REASONS.addresseeNoUnknown],
    [print.arrears({ ...other, subjectId: 'ZZ' }), REASONS.subjectUnknown],
    [print.arrears({ ...other, principal: -100 }), REASONS.principalNegative],
    [print.arrears(other, { dueDate: '令和8年2月30日' }), REASONS.dueDateInvalid],
    [print.arrears(other, { periodNo: '' }), REASONS.periodNoMissing],
  ];
  for (const [row, reason] of rows) {
    await files.arrears.row(row);
    truth.arrears_rows_in_file += 1;
    if (reason) truth.reject('arrears', reason);
  }
}

async function paymentDirt({ files, print, truth }: Scene, item: DemoItem): Promise<void> {
  const unknown = { ...item, noticeNo: '0000000000000' };
  const payment = item.payment ?? {
    receiptDate: '2026-11-18',
    entryDate: '2026-11-20',
    amount: 100,
    channel: '窓口',
    preliminary: false,
    cancel: false,
  };
  const rows: [string[], string][] = [
    [print.payment(unknown, payment), REASONS.itemUnknown],
    [
      print.payment(item, { ...payment, cancel: true, amount: 99_999_999, entryDate: payment.entryDate }),
      REASONS.cancelUnknown,
    ],
  ];
  for (const [row, reason] of rows) {
    await files.payment.row(row);
    truth.payment_rows_in_file += 1;
    truth.reject('payment', reason);
  }
}
