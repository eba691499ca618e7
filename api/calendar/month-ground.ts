import type { CalendarMonthView } from '../../core/contracts/http/calendar.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { type CalendarMonth, monthInForce } from '../../core/rules/calendar.ts';
import type { MonthToCheck } from '../../core/rules/calendar-check.ts';
import { type CalendarSetting, parametersOn } from '../../core/rules/calendar-parameters.ts';
import { isNationalHoliday } from '../../core/rules/national-holidays.ts';
import {
  type CentreSubject,
  type MonthKey,
  selectApprovedMonths,
  selectCalendarSettings,
  selectCentreSubjects,
} from './queries.ts';

/** Everything the rules need to judge a month, read in one place so that page, request and approval judge alike. */
export interface MonthFacts {
  settings: CalendarSetting[];
  subjects: CentreSubject[];
  inForce: CalendarMonth | undefined;
  /** What a version with no day of its own would stand on; `days` are those of the version in force. */
  check: MonthToCheck;
}

export async function readMonthFacts(db: Queryable, key: MonthKey, today: string): Promise<MonthFacts> {
  const settings = await selectCalendarSettings(db);
  const subjects = await selectCentreSubjects(db, key.centreId);
  const inForce = monthInForce(await selectApprovedMonths(db, key.month, key.month), key.centreId, key.month);
  const check: MonthToCheck = {
    ...key,
    parameters: parametersOn(settings),
    isHoliday: isNationalHoliday,
    days: inForce?.days ?? [],
    inForce: inForce?.days ?? null,
    today,
    subjects,
  };
  return { settings, subjects, inForce, check };
}

export function sourceOf(inForce: CalendarMonth | undefined): CalendarMonthView['inForce']['source'] {
  if (!inForce) return 'rule';
  return inForce.centreId === null ? 'city' : 'centre';
}
