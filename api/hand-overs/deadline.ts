import type { Queryable } from '../../core/platform/postgres.ts';
import { cityCalendar, monthOf } from '../../core/rules/calendar.ts';
import { parametersOn } from '../../core/rules/calendar-parameters.ts';
import type { HandOverKind, StoredReason } from '../../core/rules/hand-over.ts';
import { daysFor, handOverDays, handOverDue } from '../../core/rules/hand-over-deadline.ts';
import { isNationalHoliday } from '../../core/rules/national-holidays.ts';
import { addDays, tokyoTime } from '../../core/rules/tokyo-time.ts';
import { selectApprovedMonths, selectCalendarSettings } from '../calendar/queries.ts';
import type { RaiseGround } from './raise-queries.ts';

/** The most working days a city may give itself never reach further, holidays and weekends in between included. */
const LOOK_AHEAD_DAYS = 92;

/** When the city is late with its answer, by the calendar of the subject's centre. */
export async function deadlineOf(
  db: Queryable,
  { kind, reason }: { kind: HandOverKind; reason: StoredReason },
  ground: RaiseGround,
  now: Date,
): Promise<Date> {
  const { date: today } = tokyoTime(now);
  const settings = await selectCalendarSettings(db);
  const months = await selectApprovedMonths(db, monthOf(today), monthOf(addDays(today, LOOK_AHEAD_DAYS)));
  const calendar = cityCalendar(parametersOn(settings), months, ground.centreId, isNationalHoliday);
  return handOverDue(calendar, now, daysFor(kind, reason, handOverDays(ground.setting)));
}
