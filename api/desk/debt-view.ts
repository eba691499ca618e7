import { z } from 'zod';
import type { DebtView } from '../../core/contracts/http/desk.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { maySee, type SharingScope } from '../../core/rules/sharing.ts';
import { selectAmountsAsOf, selectOpenArrears } from './debt-queries.ts';

const yen = z.number().int();
const day = z.iso.date();

export const debtViewSchema = z.object({
  asOf: z.union([day, z.iso.datetime()]),
  totalUnpaid: yen,
  items: z.array(
    z.object({
      id: z.number().int(),
      subjectId: z.string(),
      subjectName: z.string(),
      levyYear: z.number().int(),
      taxableYear: z.number().int(),
      noticeNo: z.string(),
      periodNo: z.string(),
      dueDate: day,
      principal: yen,
      demandFee: yen,
      collected: yen,
      paid: yen,
      unpaid: yen,
      disposition: z.string().nullable(),
      demandIssuedOn: day.nullable(),
    }),
  ),
}) satisfies z.ZodType<DebtView>;

/**
 * What is open, as work on `viewer` may see it (null: desk work over every subject in scope). The caller has passed the gate.
 * `asOf` falls back to the product's now when nothing was ever imported: there is then nothing to be out of date.
 */
export async function debtView(
  db: Queryable,
  personId: number,
  mayShow: (source: SharingScope) => boolean,
  now: Date,
): Promise<DebtView> {
  const visible = (await selectOpenArrears(db, personId)).filter((item) => mayShow(item.source));
  const asOf = (await selectAmountsAsOf(db)) ?? now.toISOString();
  return {
    asOf,
    totalUnpaid: visible.reduce((sum, item) => sum + item.unpaid, 0),
    items: visible.map(({ source, ...item }) => item),
  };
}

export const sharedWith = (viewer: SharingScope) => (source: SharingScope) => maySee(viewer, source);
