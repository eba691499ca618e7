import { type CalendarParameters, type CentreHours, centreHours, type ParametersOn } from './calendar-parameters.ts';
import type { CityCalendar, DayHours, DayReason, IsHoliday, OpenSpan } from './city-calendar.ts';
import { minutesOf, weekdayOf } from './tokyo-time.ts';

/** `evening` = till the evening's end, `half` = till noon; the hours are those of the centre. */
export type CalendarDayKind = 'open' | 'closed' | 'half' | 'evening';

/** One day of a version of a month that differs from the rule: by its kind, or by an interpreter being there. */
export interface CalendarDay {
  /** `YYYY-MM-DD` */
  date: string;
  kind: CalendarDayKind;
  /** ISO 639-1, who is there that day. */
  interpreters: readonly string[];
  /** Why, for those who read it later. */
  note?: string | undefined;
}

/** A month as approved: of one centre, or (null) of the whole city. */
export interface CalendarMonth {
  centreId: string | null;
  /** Its first day, `YYYY-MM-01`. */
  month: string;
  version: number;
  days: readonly CalendarDay[];
}

/** What no decision about a month can open. */
export type Unopenable = 'national_holiday' | 'year_end' | 'city_closing';

export function unopenable(date: string, parameters: CalendarParameters, isHoliday: IsHoliday): Unopenable | null {
  if (isHoliday(date)) return 'national_holiday';
  if (inYearEnd(date, parameters.yearEnd)) return 'year_end';
  return parameters.closingDays.includes(date) ? 'city_closing' : null;
}

function inYearEnd(date: string, { from, to }: CalendarParameters['yearEnd']): boolean {
  const day = date.slice(5);
  return from <= to ? day >= from && day <= to : day >= from || day <= to;
}

export const isWeekend = (date: string): boolean => weekdayOf(date) % 6 === 0;

export const monthOf = (date: string): string => `${date.slice(0, 7)}-01`;

/** What a day is when no month says anything: weekdays open, the city's half Saturdays, nothing else. */
export function ruleKind(date: string, parameters: CalendarParameters): 'open' | 'half' | 'weekend' {
  if (!isWeekend(date)) return 'open';
  const nth = Math.ceil(Number(date.slice(8)) / 7);
  return weekdayOf(date) === 6 && parameters.halfSaturdays.includes(nth) ? 'half' : 'weekend';
}

/** @param decided the day in the version in force; undefined = it says nothing about this day */
export function dayReason(
  date: string,
  decided: CalendarDay | undefined,
  parameters: CalendarParameters,
  isHoliday: IsHoliday,
): DayReason {
  const fixed = unopenable(date, parameters, isHoliday);
  if (fixed !== null) return fixed;
  if (!decided) return ruleKind(date, parameters);
  return decided.kind === 'closed' && isWeekend(date) ? 'weekend' : decided.kind;
}

/** The hours of a day; null when it is closed. */
export function spanOf(reason: DayReason, hours: CentreHours): OpenSpan | null {
  const opens = minutesOf(hours.opens);
  if (reason === 'open') return { opens, closes: minutesOf(hours.closes) };
  if (reason === 'half') return { opens, closes: minutesOf(hours.halfCloses) };
  return reason === 'evening' ? { opens, closes: minutesOf(hours.eveningCloses) } : null;
}

/** The month that counts for a centre: its own, else the city's; of several versions the newest. */
export function monthInForce(
  months: readonly CalendarMonth[],
  centreId: string | null,
  month: string,
): CalendarMonth | undefined {
  const newest = (owner: string | null) =>
    months
      .filter((one) => one.month === month && one.centreId === owner)
      .reduce<CalendarMonth | undefined>((best, one) => (best && best.version > one.version ? best : one), undefined);
  return (centreId === null ? undefined : newest(centreId)) ?? newest(null);
}

/** The calendar as it stands; each day is worked out once. @param months approved versions; a month without one follows the rule */
export function cityCalendar(
  parameters: ParametersOn,
  months: readonly CalendarMonth[],
  centreId: string | null,
  isHoliday: IsHoliday,
): CityCalendar {
  const known = new Map<string, DayHours>();
  const work = (date: string): DayHours => {
    const values = parameters(date);
    const decided = monthInForce(months, centreId, monthOf(date))?.days.find((day) => day.date === date);
    const reason = dayReason(date, decided, values, isHoliday);
    return { span: spanOf(reason, centreHours(values, centreId)), reason };
  };
  return {
    isHoliday,
    hoursOn(date) {
      const hours = known.get(date) ?? work(date);
      known.set(date, hours);
      return hours;
    },
    interpretersOn(date) {
      if (this.hoursOn(date).span === null) return [];
      const month = monthInForce(months, centreId, monthOf(date));
      return month?.days.find((day) => day.date === date)?.interpreters ?? [];
    },
  };
}
