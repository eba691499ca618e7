import { dayReason, isWeekend, spanOf, unopenable } from '../calendar.ts';
import { centreHours, type ParametersOn } from '../calendar-parameters.ts';
import type { CityCalendar, IsHoliday } from '../city-calendar.ts';

/** Every day as open as an approval can make it: weekdays to the evening's end, weekends the whole day; holidays stay closed. */
export function longestCalendar(parameters: ParametersOn, centreId: string | null, isHoliday: IsHoliday): CityCalendar {
  return {
    isHoliday,
    hoursOn(date) {
      const values = parameters(date);
      if (unopenable(date, values, isHoliday)) {
        return { span: null, reason: dayReason(date, undefined, values, isHoliday) };
      }
      const reason = isWeekend(date) ? 'open' : 'evening';
      return { span: spanOf(reason, centreHours(values, centreId)), reason };
    },
  };
}
