import type { Queryable } from '../../core/platform/postgres.ts';
import { calendarJson } from '../../core/reach/city-queries.ts';
import { type CalendarMonth, cityCalendar } from '../../core/rules/calendar.ts';
import { type CalendarSetting, parametersOn } from '../../core/rules/calendar-parameters.ts';
import { isNationalHoliday } from '../../core/rules/national-holidays.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { TelephonyContext } from '../context.ts';

/** `closed`: a working day, but not now. `holiday`: nobody comes today at all. */
export type Reception = 'open' | 'closed' | 'holiday';

/** Is the centre of this line open at this moment, by the city's calendar? A number of no subject goes by the city's own hours. */
export async function receptionNow(
  { sql, clock }: Pick<TelephonyContext, 'sql' | 'clock'>,
  line: string | null,
): Promise<Reception> {
  const { date, minutes } = tokyoTime(clock.now());
  const row = await selectReception(sql, line, date);
  if (!row) return 'closed';
  const { settings, months } = row.calendar;
  const calendar = cityCalendar(parametersOn(settings), months, row.centreId, isNationalHoliday);
  const { span } = calendar.hoursOn(date);
  if (span === null) return 'holiday';
  return minutes >= span.opens && minutes < span.closes ? 'open' : 'closed';
}

interface ReceptionRow {
  centreId: string | null;
  calendar: { settings: CalendarSetting[]; months: CalendarMonth[] };
}

async function selectReception(db: Queryable, line: string | null, today: string): Promise<ReceptionRow | undefined> {
  const [row] = await db<ReceptionRow[]>`
    select (select centre_id from subject where id = ${line}) as "centreId", ${calendarJson(db, today)} as calendar`;
  return row;
}
