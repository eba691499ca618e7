import { type CalendarDay, isWeekend } from './calendar.ts';
import { changedDates, type MonthGround, monthDays } from './calendar-month.ts';
import { addDays } from './tokyo-time.ts';

/** The day by which the weekend days of a month are decided: the 25th of the month before, unless the city says otherwise. */
export function decideBy({ month, parameters }: MonthGround): string {
  const before = addDays(month, -1).slice(0, 8);
  return `${before}${String(parameters(month).decideByDay).padStart(2, '0')}`;
}

/**
 * Is a version asked for on `today` too late for the rule? Weekdays may be changed later (with approval like everything); weekend days, and
 * a month nobody decided about, may not.
 *
 * @param inForce days of the approved version; null when there is none
 */
export function isLate(
  ground: MonthGround,
  days: readonly CalendarDay[],
  inForce: readonly CalendarDay[] | null,
  today: string,
): boolean {
  if (today <= decideBy(ground)) return false;
  if (inForce === null) return true;
  return changedDates(monthDays(ground, days), monthDays(ground, inForce)).some(isWeekend);
}
