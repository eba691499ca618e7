import type { CityLayout } from '../layout.ts';
import type { DemoItem, DemoPayment } from './claims.ts';
import type { DemoPerson } from './people.ts';

const ERAS: readonly [string, string, number][] = [
  ['2019-05-01', '令和', 2018],
  ['1989-01-08', '平成', 1988],
  ['1926-12-25', '昭和', 1925],
  ['1912-07-30', '大正', 1911],
];

function eraDate(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  const era = ERAS.find(([first]) => day >= first);
  if (!era || year === undefined) return day;
  const count = year - era[2];
  return `${era[1]}${count === 1 ? '元' : count}年${month}月${date}日`;
}

const keyOf = <T>(codes: Record<string, T>, value: T) =>
  Object.entries(codes).find(([, meaning]) => meaning === value)?.[0] ?? '';

/** Rows in the layout's own columns, dates and codes: what comes out is what the layout reads. */
export function rowPrinter(layout: CityLayout) {
  const { person, arrears, payment } = layout.files;
  if (!layout.header || !person || !arrears || !payment)
    throw new Error('The demo city needs a layout with headers and all three files.');
  const day = (value: string | null) => (value === null ? '' : layout.dates[0] === 'era_long' ? eraDate(value) : value);
  const wide = layout.encoding.startsWith('utf');
  const { codes } = layout;
  const titles = (columns: object) => Object.values(columns).map(String);
  const inOrder = (columns: object, values: Record<string, string>) =>
    Object.keys(columns).map((field) => values[field] ?? '');
  return {
    personHeader: [
      ...titles(person.columns),
      ...person.phones.flatMap(({ number, type }) => [String(number), String(type)]),
    ],
    person(row: DemoPerson, raw: { birthDate?: string } = {}): string[] {
      const values = {
        addresseeNo: row.addresseeNo,
        kind: keyOf(codes.personKind, row.kind),
        name: wide ? row.name : row.plainName,
        kana: row.kana,
        birthDate: raw.birthDate ?? day(row.birthDate),
        postalCode: row.postalCode,
        address1: row.address1,
        address2: row.address2,
        householdNo: row.householdNo ?? '',
        relationship: row.relationship,
        phoneSource: row.phoneSource,
        shield: row.shielded ? '1' : '',
        deceasedOn: day(row.deceasedOn),
        language: row.language,
        note: row.note,
      };
      const phones = person.phones.flatMap((_, i) => {
        const phone = row.phones[i];
        return phone ? [phone.text, keyOf(codes.phoneType, phone.type)] : ['', ''];
      });
      return [...inOrder(person.columns, values), ...phones];
    },
    arrearsHeader: titles(arrears.columns),
    arrears(row: DemoItem, raw: { dueDate?: string; periodNo?: string } = {}): string[] {
      return inOrder(arrears.columns, {
        addresseeNo: row.addresseeNo,
        subject: row.subjectId,
        levyYear: String(row.levyYear),
        taxableYear: String(row.taxableYear),
        noticeNo: row.noticeNo,
        periodNo: raw.periodNo ?? String(row.periodNo),
        dueDate: raw.dueDate ?? day(row.dueDate),
        principal: String(row.principal),
        demandFee: String(row.demandFee),
        interestFixed: '0',
        collected: String(row.collected),
        demandIssuedOn: day(row.demandIssuedOn),
        disposition: row.disposition,
        directDebit: row.directDebit ? keyOf(codes.directDebit, true) : '',
      });
    },
    paymentHeader: titles(payment.columns),
    payment(item: DemoItem, row: DemoPayment): string[] {
      return inOrder(payment.columns, {
        subject: item.subjectId,
        levyYear: String(item.levyYear),
        noticeNo: item.noticeNo,
        periodNo: String(item.periodNo),
        receiptDate: day(row.receiptDate),
        entryDate: day(row.entryDate),
        amount: String(row.amount),
        demandFee: '0',
        interest: '0',
        channel: row.channel,
        stage: keyOf(codes.preliminary, row.preliminary),
        cancel: row.cancel ? keyOf(codes.cancel, true) : '',
      });
    },
  };
}
