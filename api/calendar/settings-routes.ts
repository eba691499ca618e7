import { z } from 'zod';
import type { CalendarSettingVersion } from '../../core/contracts/http/calendar.ts';
import { DomainError } from '../../core/platform/errors.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { calendarParameters, centreHours } from '../../core/rules/calendar-parameters.ts';
import { HARD_GUARD } from '../../core/rules/hard-guard.ts';
import { minutesOf, tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { assertNotPast } from '../settings/from-today.ts';
import { saveSetting } from '../settings/save-setting.ts';
import { assertWholeCity } from '../settings/whole-city.ts';
import { selectCalendarSettings, selectCentres } from './queries.ts';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const dayOfYear = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
const hours = { opens: time, closes: time, halfCloses: time, eveningCloses: time };

const parametersSchema = z.strictObject({
  ...hours,
  centres: z.record(z.string().max(40), z.strictObject(hours).partial()),
  decideByDay: z.number().int().min(1).max(28),
  yearEnd: z.strictObject({ from: dayOfYear, to: dayOfYear }),
  closingDays: z.array(z.iso.date()).max(200).readonly(),
  halfSaturdays: z.array(z.number().int().min(1).max(5)).max(5).readonly(),
  interpreters: z.strictObject({
    languages: z
      .array(z.string().regex(/^[a-z]{2}$/))
      .max(10)
      .readonly(),
    minDaysAMonth: z.number().int().min(0).max(31),
    subjectIds: z.array(z.string().max(20)).max(50).readonly().nullable(),
  }),
});

const versionSchema = z.object({
  validFrom: z.string(),
  state: z.enum(['past', 'current', 'coming']),
  parameters: parametersSchema,
});

/** The city's own values: hours, year end, closing days, interpreters. No month can go against them. */
export function calendarSettingRoutes({ sql, clock }: ApiDeps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/calendar/settings',
      summary: 'The city’s values for its calendar, every version, newest first; the defaults where none was set',
      permission: 'view_calendar',
      response: z.array(versionSchema),
      async handler() {
        return readVersions(sql, tokyoTime(clock.now()).date);
      },
    }),
    route({
      method: 'put',
      path: '/api/calendar/settings',
      summary: 'The city’s values for its calendar from a day on; days before keep theirs',
      permission: 'edit_city_calendar',
      body: z.object({ validFrom: z.iso.date(), parameters: parametersSchema }),
      response: z.array(versionSchema),
      async handler({ body: { validFrom, parameters }, caller, audit }) {
        assertWholeCity(caller);
        const { date: today } = tokyoTime(clock.now());
        assertNotPast(validFrom, today);
        await assertSoundHours(sql, parameters);
        await saveSetting(sql, 'calendar', validFrom, parameters);
        await audit('setting.save', { detail: { key: 'calendar', validFrom } });
        return readVersions(sql, today);
      },
    }),
  ];
}

async function readVersions(sql: Sql, today: string): Promise<CalendarSettingVersion[]> {
  const stored = await selectCalendarSettings(sql);
  if (!stored.some(({ validFrom }) => validFrom <= today)) stored.unshift({ validFrom: '0001-01-01', value: {} });
  const current = stored.findLast(({ validFrom }) => validFrom <= today)?.validFrom;
  return stored.reverse().map(({ validFrom, value }) => ({
    validFrom,
    state: validFrom === current ? 'current' : validFrom > today ? 'coming' : 'past',
    parameters: calendarParameters(value),
  }));
}

/** What the rules would pass over in silence is refused here, where somebody can mend it. */
async function assertSoundHours(sql: Sql, parameters: z.infer<typeof parametersSchema>): Promise<void> {
  const known = new Set((await selectCentres(sql)).map(({ id }) => id));
  const sound = [null, ...Object.keys(parameters.centres)].every((centre) => {
    if (centre !== null && !known.has(centre)) return false;
    const wished = { ...parameters, ...(centre === null ? {} : parameters.centres[centre]) };
    const kept = centreHours(calendarParameters(parameters), centre);
    return (['opens', 'closes', 'halfCloses', 'eveningCloses'] as const).every((name) => kept[name] === wished[name]);
  });
  if (sound && minutesOf(parameters.opens) >= HARD_GUARD.opens) return;
  const message = '時刻は、8:00以降の開始 → 半日の終了 → 通常の終了 → 夜間の終了(21:00まで)の順にしてください。';
  throw new DomainError('calendar/setting-hours', 422, message);
}
