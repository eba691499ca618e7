import { newId } from '../../core/platform/ids.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { type CalendarDay, monthOf, unopenable } from '../../core/rules/calendar.ts';
import { datesOf } from '../../core/rules/calendar-month.ts';
import { type ParametersOn, parametersOn } from '../../core/rules/calendar-parameters.ts';
import { isNationalHoliday } from '../../core/rules/national-holidays.ts';
import { addDays, tokyoTime, weekdayOf } from '../../core/rules/tokyo-time.ts';
import { approveMonth, insertDraft, lockMonth, selectCalendarSettings, selectVersions } from './queries.ts';

const MONTHS_AHEAD = 2;
const [WEDNESDAY, FRIDAY, SATURDAY] = [3, 5, 6];

/**
 * Approved months for a newcomer, from the product's month on: evenings till 20:00 on Wednesdays and Fridays, the first and third Saturday
 * and the last Sunday, interpreters on four days each. A month that has any version is left alone.
 */
export async function createDemoCalendar(sql: Sql, now: Date): Promise<void> {
  await sql.begin(async (tx) => {
    const parameters = parametersOn(await selectCalendarSettings(tx));
    let month = monthOf(tokyoTime(now).date);
    for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead += 1, month = monthOf(addDays(month, 31))) {
      const key = { month, centreId: null };
      await lockMonth(tx, key);
      if ((await selectVersions(tx, key)).length > 0) continue;
      const draft = { ...key, id: newId(), version: 1, days: demoDays(month, parameters), staffId: null, now };
      await insertDraft(tx, draft);
      await approveMonth(tx, draft, { staffId: null, now });
    }
  });
}

export function demoDays(month: string, parameters: ParametersOn): CalendarDay[] {
  const dates = datesOf(month).filter((date) => unopenable(date, parameters(date), isNationalHoliday) === null);
  const weekdays = dates.filter((date) => weekdayOf(date) % 6 !== 0);
  const lastSunday = dates.findLast((date) => weekdayOf(date) === 0);
  return dates.flatMap((date): CalendarDay[] => {
    const weekday = weekdayOf(date);
    const nth = Math.ceil(Number(date.slice(8)) / 7);
    const position = weekdays.indexOf(date);
    // The shortest month has 17 weekdays that can be open: every fourth of them makes four.
    const interpreters = position % 4 === 1 ? ['ne'] : position % 4 === 3 ? ['vi'] : [];
    if (weekday === WEDNESDAY || weekday === FRIDAY) return [{ date, kind: 'evening', interpreters }];
    const decided = (weekday === SATURDAY && (nth === 1 || nth === 3)) || date === lastSunday;
    return decided || interpreters.length > 0 ? [{ date, kind: 'open', interpreters }] : [];
  });
}
