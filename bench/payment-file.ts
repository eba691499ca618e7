import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CsvFile } from '../api/imports/demo-city/write-csv.ts';
import type { CityLayout } from '../api/imports/layout.ts';

export interface OwedItem {
  id: number;
  personId: number;
  subjectId: string;
  levyYear: number;
  noticeNo: string;
  periodNo: string;
  unpaid: number;
}

/** A payment file of the city that settles these installments. @returns the folder to import */
export async function writePaymentFile(
  folder: string,
  layout: CityLayout,
  items: readonly OwedItem[],
  day: string,
): Promise<string> {
  const { payment } = layout.files;
  if (!payment) throw new Error('the layout has no payment file');
  await mkdir(folder, { recursive: true });
  const titles = Object.values(payment.columns).map(String);
  const file = new CsvFile(join(folder, payment.file), layout, titles);
  const preliminary = Object.entries(layout.codes.preliminary).find(([, meaning]) => meaning)?.[0] ?? '';
  for (const item of items) {
    const values: Record<string, string> = {
      ...{ subject: item.subjectId, levyYear: String(item.levyYear), noticeNo: item.noticeNo, periodNo: item.periodNo },
      ...{ receiptDate: day, entryDate: day, amount: String(item.unpaid), demandFee: '0', interest: '0' },
      ...{ channel: 'コンビニ', stage: preliminary },
    };
    await file.row(Object.keys(payment.columns).map((field) => values[field] ?? ''));
  }
  await file.close();
  return folder;
}
