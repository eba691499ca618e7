import { type CallingBand, EVENING_FROM_MIN } from '../calling-band.ts';
import { type CallingWindow, dayKindOf, spansOn } from '../calling-window.ts';
import type { CityCalendar, DayReason, OpenSpan } from '../city-calendar.ts';
import { addDays } from '../tokyo-time.ts';

export const BANDS: readonly CallingBand[] = ['weekday_day', 'evening', 'weekend'];

export type ByBand<T> = Record<CallingBand, T>;

/** One day until the due date: the minutes a subject may call in, by band. */
export interface PlannedDay {
  date: string;
  minutes: ByBand<number>;
  /** Minutes more, by band, were the day opened as far as anybody may open it. */
  couldOpen: ByBand<number>;
  reason: DayReason;
}

export interface PlanningTime {
  /** First day; its minutes before `fromMinute` are over. */
  from: string;
  fromMinute: number;
  /** Last day. */
  to: string;
}

/** A year of days: nobody plans further, and a slip of the keyboard does not run for ever. */
const MOST_DAYS = 366;

export const noMinutes = (): ByBand<number> => ({ weekday_day: 0, evening: 0, weekend: 0 });

function minutesByBand(spans: readonly OpenSpan[], isWeekday: boolean, fromMinute: number): ByBand<number> {
  const sum = noMinutes();
  for (const { opens, closes } of spans) {
    const from = Math.max(opens, fromMinute);
    if (closes <= from) continue;
    if (!isWeekday) sum.weekend += closes - from;
    else {
      sum.weekday_day += Math.max(0, Math.min(closes, EVENING_FROM_MIN) - from);
      sum.evening += Math.max(0, closes - Math.max(from, EVENING_FROM_MIN));
    }
  }
  return sum;
}

/** @param longest the day as open as an approval can make it; what no approval opens stays closed in it */
export function plannedDays(
  time: PlanningTime,
  windows: readonly CallingWindow[],
  calendar: CityCalendar,
  longest: CityCalendar,
): PlannedDay[] {
  const days: PlannedDay[] = [];
  for (let date = time.from; date <= time.to && days.length < MOST_DAYS; date = addDays(date, 1)) {
    const fromMinute = date === time.from ? time.fromMinute : 0;
    const isWeekday = dayKindOf(date, calendar.isHoliday) === 'weekday';
    const minutes = minutesByBand(spansOn(date, windows, calendar), isWeekday, fromMinute);
    const most = minutesByBand(spansOn(date, windows, longest), isWeekday, fromMinute);
    const couldOpen = noMinutes();
    for (const band of BANDS) couldOpen[band] = Math.max(0, most[band] - minutes[band]);
    days.push({ date, minutes, couldOpen, reason: calendar.hoursOn(date).reason });
  }
  return days;
}
