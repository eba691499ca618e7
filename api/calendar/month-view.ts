import { z } from 'zod';
import type { CalendarMonthView } from '../../core/contracts/http/calendar.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { monthInForce, monthOf } from '../../core/rules/calendar.ts';
import { decideBy } from '../../core/rules/calendar-deadline.ts';
import { datesOf } from '../../core/rules/calendar-month.ts';
import { nationalHolidayName } from '../../core/rules/national-holidays.ts';
import { addDays } from '../../core/rules/tokyo-time.ts';
import { readMonthFacts, sourceOf } from './month-ground.ts';
import { type MonthKey, type StoredVersion, selectApprovedMonths, selectVersions } from './queries.ts';

export const daySchema = z.object({
  date: z.iso.date(),
  kind: z.enum(['open', 'closed', 'half', 'evening']),
  interpreters: z
    .array(z.string().regex(/^[a-z]{2}$/))
    .max(10)
    .readonly(),
  note: z.string().max(100).optional(),
});

const windowSchema = z.object({
  dayKind: z.enum(['weekday', 'saturday', 'sunday_holiday']),
  opens: z.string(),
  closes: z.string(),
  validFrom: z.string(),
});

const versionSchema = z.object({
  version: z.number().int(),
  state: z.enum(['draft', 'requested', 'approved', 'returned', 'superseded']),
  days: z.array(daySchema),
  createdBy: z.string().nullable(),
  createdAt: z.iso.datetime(),
  approvedBy: z.string().nullable(),
  approvedAt: z.iso.datetime().nullable(),
  note: z.string().nullable(),
  answer: z.string().nullable(),
});

export const monthViewSchema = z.object({
  month: z.iso.date(),
  centreId: z.string().nullable(),
  today: z.iso.date(),
  holidays: z.array(z.object({ date: z.iso.date(), name: z.string() })),
  settings: z.array(z.object({ validFrom: z.string(), value: z.unknown() })),
  inForce: z.object({
    source: z.enum(['centre', 'city', 'rule']),
    version: z.number().int().nullable(),
    days: z.array(daySchema),
  }),
  undecided: z.object({ month: z.iso.date(), decideBy: z.iso.date() }).nullable(),
  versions: z.array(versionSchema),
  subjects: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      shortName: z.string(),
      colour: z.string(),
      windows: z.array(windowSchema),
    }),
  ),
  mayEdit: z.boolean(),
}) satisfies z.ZodType<CalendarMonthView>;

export async function readMonthView(
  sql: Sql,
  key: MonthKey,
  today: string,
  mayEdit: boolean,
): Promise<CalendarMonthView> {
  const { settings, subjects, inForce, check } = await readMonthFacts(sql, key, today);
  const next = { ...key, month: monthOf(addDays(monthOf(today), 31)) };
  const decided = monthInForce(await selectApprovedMonths(sql, next.month, next.month), key.centreId, next.month);
  const versions = await selectVersions(sql, key);
  return {
    ...key,
    today,
    holidays: datesOf(key.month).flatMap((date) => {
      const name = nationalHolidayName(date);
      return name === null ? [] : [{ date, name }];
    }),
    settings,
    inForce: { source: sourceOf(inForce), version: inForce?.version ?? null, days: [...(inForce?.days ?? [])] },
    undecided: decided ? null : { month: next.month, decideBy: decideBy({ ...check, month: next.month }) },
    versions: versions.map(versionView),
    subjects,
    mayEdit,
  };
}

function versionView({ id: _, createdAt, approvedAt, ...version }: StoredVersion) {
  return { ...version, createdAt: createdAt.toISOString(), approvedAt: approvedAt?.toISOString() ?? null };
}
