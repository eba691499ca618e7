import { z } from 'zod';
import type { DebtView } from '../../core/contracts/http/desk.ts';
import { ASK_REASONS } from '../../core/rules/money/todays-charge.ts';

const yen = z.number().int();
const day = z.iso.date();

const stepSchema = z.object({
  from: day,
  through: day,
  days: z.number().int(),
  base: yen,
  rate: z.number().int(),
  stage: z.enum(['first', 'later']),
  half: z.boolean(),
});

const chargeSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('known'), yen, fixed: z.boolean(), steps: z.array(stepSchema).readonly() }),
  z.object({ state: z.literal('ask_city'), reason: z.enum(ASK_REASONS) }),
  z.object({ state: z.literal('not_announced') }),
]);

export const debtViewSchema = z.object({
  asOf: z.union([day, z.iso.datetime()]),
  chargesOn: day,
  totalUnpaid: yen,
  totals: z.object({
    principal: yen,
    demandFee: yen,
    charge: yen.nullable(),
    askCity: z.number().int(),
    notAnnounced: z.number().int(),
    all: yen.nullable(),
  }),
  suspensions: z.array(z.object({ kind: z.enum(['grace', 'enforcement_stop']), fromOn: day, toOn: day.nullable() })),
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
      charge: chargeSchema,
      fixedCharge: yen.nullable(),
      collected: yen,
      paid: yen,
      unpaid: yen,
      disposition: z.string().nullable(),
      demandIssuedOn: day.nullable(),
    }),
  ),
}) satisfies z.ZodType<DebtView>;

/** `?on=`: the day of the payment that is asked about; without it today. */
export const debtQuerySchema = z.object({ on: day.optional() });
