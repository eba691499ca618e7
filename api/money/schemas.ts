import { z } from 'zod';
import type { MoneySettings } from '../../core/contracts/http/money.ts';
import { ANNOUNCEMENTS } from '../../core/rules/money/announcement.ts';
import { CUTS, SUSPENSION_EFFECTS } from '../../core/rules/money/charge-rule.ts';
import { isDemandFee } from '../../core/rules/money/demand-fee.ts';
import { ENGINES } from '../../core/rules/money/engine.ts';

const day = z.iso.date();
const engine = z.enum(ENGINES);
const subjectId = z.string().min(1).max(20);
const whole = (least: number, most: number) => z.number().int().min(least).max(most);

const lineSchema = z.strictObject({
  from: day,
  through: day.nullable(),
  /** Hundredths of a per cent. */
  first: whole(0, 2_000),
  later: whole(0, 2_000),
});
const ruleSchema = z.strictObject({
  splitMonths: whole(0, 12),
  rateBy: z.enum(['each_day', 'first_day']),
  smallestBase: whole(1, 1_000_000),
  baseUnit: whole(1, 10_000),
  smallestCharge: whole(1, 100_000),
  chargeUnit: whole(1, 1_000),
  cut: z.enum(CUTS),
  onGrace: z.enum(SUSPENSION_EFFECTS),
  onStop: z.enum(SUSPENSION_EFFECTS),
});
const scopeSchema = z.union([z.strictObject({ engine }), z.strictObject({ subjectId })]);
const announceSchema = z.enum(ANNOUNCEMENTS);
const feeSchema = z.number().refine(isDemandFee, '督促手数料は0円から1,000円までの整数にしてください。');

export const engineBody = z.strictObject({ subjectId, engine: engine.nullable() });
export const ratesBody = z.strictObject({ scope: scopeSchema, line: lineSchema });
export const ruleBody = z.strictObject({ scope: scopeSchema, validFrom: day, rule: ruleSchema.partial() });
export const announcementBody = z.strictObject({
  validFrom: day,
  announce: announceSchema,
  subjects: z.record(subjectId, announceSchema),
});
export const demandFeeBody = z.strictObject({ from: day, yen: feeSchema });

/** Stored lines may begin before year 1000 (`0001-01-01`), so a day is only text here. */
const storedLine = z.object({
  from: z.string(),
  through: z.string().nullable(),
  first: z.number().int(),
  later: z.number().int(),
  entered: z.boolean(),
});

export const moneySettingsSchema = z.object({
  today: day,
  announcement: z.object({ announce: announceSchema, subjects: z.record(z.string(), announceSchema) }),
  subjects: z.array(
    z.object({
      subjectId: z.string(),
      name: z.string(),
      colour: z.string(),
      engine: engine.nullable(),
      ownRule: ruleSchema.partial().nullable(),
      ownRates: z.array(storedLine),
      ratesEnd: z.string().nullable(),
    }),
  ),
  engines: z.array(z.object({ engine, rule: ruleSchema.nullable(), rates: z.array(storedLine) })),
  demandFees: z.array(z.object({ from: z.string(), yen: z.number().int() })),
  coming: z.array(z.object({ key: z.string(), validFrom: day, value: z.unknown() })),
}) satisfies z.ZodType<MoneySettings>;
