import type { CityCalendar, IsHoliday } from '../../core/rules/city-calendar.ts';

/** A city that never closes: what is left are windows and guard. */
export function openCalendar(isHoliday: IsHoliday = () => false): CityCalendar {
  return { isHoliday, hoursOn: () => ({ span: { opens: 0, closes: 1_440 }, reason: 'open' }) };
}
