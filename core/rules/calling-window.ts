import { type CityCalendar, DAY_REASON_NAMES, type DayHours, type IsHoliday, type OpenSpan } from './city-calendar.ts';
import { HARD_GUARD, insideHardGuard } from './hard-guard.ts';
import { addDays, clockText, MINUTES_A_DAY, minutesOf, tokyoInstant, tokyoTime, weekdayOf } from './tokyo-time.ts';

export type DayKind = 'weekday' | 'saturday' | 'sunday_holiday';

/** One row of `calling_window`. */
export interface CallingWindow {
  dayKind: DayKind;
  opens: string;
  closes: string;
  /** `YYYY-MM-DD`. All rows of a subject with the same day form one version; a day kind without a row is closed. */
  validFrom: string;
}

export type WindowVerdict =
  | { ok: true; closesAt: Date }
  | {
      ok: false;
      rule: 'hard_guard' | 'calendar' | 'calling_window';
      value: string;
      message: string;
      opensAt: Date | null;
    };

/** How far to look for the next opening: longer than any run of closed days a city has. */
export const LOOK_AHEAD_DAYS = 31;

export function dayKindOf(date: string, isHoliday: IsHoliday): DayKind {
  const weekday = weekdayOf(date);
  if (weekday === 0 || isHoliday(date)) return 'sunday_holiday';
  return weekday === 6 ? 'saturday' : 'weekday';
}

/** When the subject may call on a day by its own windows, in minutes, cut to the guard, in order. */
function windowSpans(date: string, windows: readonly CallingWindow[], isHoliday: IsHoliday): OpenSpan[] {
  const version = windows.reduce(
    (newest, { validFrom }) => (validFrom <= date && validFrom > newest ? validFrom : newest),
    '',
  );
  const kind = dayKindOf(date, isHoliday);
  return windows
    .filter((window) => window.validFrom === version && window.dayKind === kind)
    .map(({ opens, closes }) => ({ opens: minutesOf(opens), closes: minutesOf(closes) }))
    .flatMap((span) => overlap(span, HARD_GUARD))
    .sort((a, b) => a.opens - b.opens);
}

function overlap(one: OpenSpan, other: OpenSpan): OpenSpan[] {
  const both = { opens: Math.max(one.opens, other.opens), closes: Math.min(one.closes, other.closes) };
  return both.opens < both.closes ? [both] : [];
}

/** The open spans of one day in minutes, in order: windows of the subject inside the calendar inside the guard. */
export function spansOn(date: string, windows: readonly CallingWindow[], calendar: CityCalendar): readonly OpenSpan[] {
  const { span } = calendar.hoursOn(date);
  if (span === null) return [];
  return windowSpans(date, windows, calendar.isHoliday).flatMap((window) => overlap(window, span));
}

/** First instant at or after `at` at which the subject may call; null when nothing opens within a month. */
export function nextOpening(at: Date, windows: readonly CallingWindow[], calendar: CityCalendar): Date | null {
  const today = tokyoTime(at);
  for (let day = 0; day <= LOOK_AHEAD_DAYS; day += 1) {
    const date = addDays(today.date, day);
    for (const { opens, closes } of spansOn(date, windows, calendar)) {
      if (day > 0 || today.minutes < opens) return tokyoInstant(date, opens);
      if (today.minutes < closes) return at;
    }
  }
  return null;
}

/**
 * May a call start now for a subject with these windows? The guard is asked first and knows no parameter, then whether the day is a
 * working day, then the subject's window, then the hours of the centre that day: a refusal names the first that says no.
 */
export function checkCallingWindow(
  at: Date,
  windows: readonly CallingWindow[],
  calendar: CityCalendar,
  ringSec = 0,
): WindowVerdict {
  const { date, minutes } = tokyoTime(at);
  const inGuard = insideHardGuard(at, ringSec);
  const refused = (rule: 'hard_guard' | 'calendar' | 'calling_window', value: string, message: string) => {
    const opensAt = nextOpening(inGuard ? at : afterGuard(date, minutes), windows, calendar);
    return { ok: false, rule, value, message, opensAt } as const;
  };
  if (!inGuard) return refused('hard_guard', spanText([HARD_GUARD]), '8時から21時までのあいだしか架電できません。');
  const hours = calendar.hoursOn(date);
  if (hours.span === null) return refused('calendar', ...closedDay(hours));
  const inside = ({ opens, closes }: OpenSpan) => minutes >= opens && minutes < closes;
  const own = windowSpans(date, windows, calendar.isHoliday);
  if (own.length === 0) return refused('calling_window', '休み', '本日はこの科目の架電日ではありません。');
  if (!own.some(inside)) {
    return refused('calling_window', spanText(own), `この科目の架電時間外です（本日 ${spanText(own)}）。`);
  }
  const open = own.flatMap((span) => overlap(span, hours.span ?? span)).find(inside);
  if (open) return { ok: true, closesAt: tokyoInstant(date, open.closes) };
  const value = spanText([hours.span]);
  return refused('calendar', value, `業務時間外です（本日 ${value}、${DAY_REASON_NAMES[hours.reason]}）。`);
}

function closedDay({ reason }: DayHours): [value: string, message: string] {
  const name = DAY_REASON_NAMES[reason];
  return [`休み（${name}）`, `本日は${name}のため架電できません。`];
}

function spanText(spans: readonly OpenSpan[]): string {
  return spans.map(({ opens, closes }) => `${clockText(opens)}-${clockText(closes)}`).join(',');
}

/** Past the guard of this day the search starts with the next one. */
function afterGuard(date: string, minutes: number): Date {
  return minutes < HARD_GUARD.opens ? tokyoInstant(date, minutes) : tokyoInstant(date, MINUTES_A_DAY);
}
