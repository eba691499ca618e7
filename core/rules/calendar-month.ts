import { type CalendarDay, dayReason, isWeekend, spanOf } from './calendar.ts';
import { centreHours, type ParametersOn } from './calendar-parameters.ts';
import { EVENING_FROM_MIN } from './calling-band.ts';
import type { DayReason, IsHoliday, OpenSpan } from './city-calendar.ts';
import { addDays, weekdayOf } from './tokyo-time.ts';

/** What a centre's month stands on. */
export interface MonthGround {
  /** `YYYY-MM-01` */
  month: string;
  centreId: string | null;
  parameters: ParametersOn;
  isHoliday: IsHoliday;
}

/** A day as it is in effect, after rule, month and what no month can change. */
export interface MonthDay {
  date: string;
  /** 0 = Sunday. */
  weekday: number;
  reason: DayReason;
  span: OpenSpan | null;
  interpreters: readonly string[];
  note: string | null;
}

export function datesOf(month: string): string[] {
  const next = addDays(month, 31).slice(0, 7);
  const dates: string[] = [];
  for (let date = month; date.slice(0, 7) < next; date = addDays(date, 1)) dates.push(date);
  return dates;
}

/** Every day of the month as a version with these days would make it. */
export function monthDays(ground: MonthGround, days: readonly CalendarDay[]): MonthDay[] {
  const decided = new Map(days.map((day) => [day.date, day]));
  return datesOf(ground.month).map((date) => {
    const day = decided.get(date);
    const parameters = ground.parameters(date);
    const reason = dayReason(date, day, parameters, ground.isHoliday);
    return {
      date,
      weekday: weekdayOf(date),
      reason,
      span: spanOf(reason, centreHours(parameters, ground.centreId)),
      interpreters: day?.interpreters ?? [],
      note: day?.note || null,
    };
  });
}

/** Only what differs from the rule is kept: a later change of a parameter then reaches every day nobody decided about. */
export function differingDays(ground: MonthGround, days: readonly CalendarDay[]): CalendarDay[] {
  return days
    .filter(({ date, kind, interpreters, note }) => {
      if (interpreters.length > 0 || note) return true;
      const rule = dayReason(date, undefined, ground.parameters(date), ground.isHoliday);
      return kind === 'closed' ? rule === 'open' || rule === 'half' : rule !== kind;
    })
    .sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** Days on which two versions make a difference, notes aside. */
export function changedDates(one: readonly MonthDay[], other: readonly MonthDay[]): string[] {
  const before = new Map(other.map((day) => [day.date, day]));
  const languages = ({ interpreters }: MonthDay) => [...interpreters].sort().join();
  return one
    .filter((day) => {
      const was = before.get(day.date);
      return !was || was.reason !== day.reason || languages(was) !== languages(day);
    })
    .map(({ date }) => date);
}

export interface MonthCounts {
  workingDays: number;
  weekendDays: number;
  halfDays: number;
  eveningDays: number;
  /** Hours after 17:00 on weekdays, over all days of the month. */
  eveningHours: number;
  /** Days by language. */
  interpreterDays: Readonly<Record<string, number>>;
}

export function monthCounts(days: readonly MonthDay[], languages: readonly string[]): MonthCounts {
  const open = days.filter(({ span }) => span !== null);
  const evening = open.filter(({ date }) => !isWeekend(date)).map(({ span }) => afterFive(span));
  return {
    workingDays: open.length,
    weekendDays: open.filter(({ date }) => isWeekend(date)).length,
    halfDays: open.filter(({ reason }) => reason === 'half').length,
    eveningDays: evening.filter((minutes) => minutes > 0).length,
    eveningHours: evening.reduce((sum, minutes) => sum + minutes, 0) / 60,
    interpreterDays: Object.fromEntries(
      languages.map((code) => [code, open.filter(({ interpreters }) => interpreters.includes(code)).length]),
    ),
  };
}

function afterFive(span: OpenSpan | null): number {
  return span === null ? 0 : Math.max(0, span.closes - Math.max(span.opens, EVENING_FROM_MIN));
}
