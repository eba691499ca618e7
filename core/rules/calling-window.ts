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

export type IsHoliday = (date: string) => boolean;

export type WindowVerdict =
  | { ok: true; closesAt: Date }
  | { ok: false; rule: 'hard_guard' | 'calling_window'; value: string; message: string; opensAt: Date | null };

/** No law fixes the hours of tax calls; the analogy (貸金業法 21 条) forbids 21:00–8:00. Data cannot widen it. */
export const HARD_GUARD = { opens: 8 * 60, closes: 21 * 60 } as const;
/** How far to look for the next opening: longer than any run of closed days a city has. */
const LOOK_AHEAD_DAYS = 31;

export function dayKindOf(date: string, isHoliday: IsHoliday): DayKind {
  const weekday = weekdayOf(date);
  if (weekday === 0 || isHoliday(date)) return 'sunday_holiday';
  return weekday === 6 ? 'saturday' : 'weekday';
}

/**
 * The guard alone. `ringSec` is how long the telephone may ring at most: it must have stopped ringing at 21:00.
 */
export function insideHardGuard(at: Date, ringSec = 0): boolean {
  const start = tokyoTime(at);
  const end = tokyoTime(new Date(at.getTime() + ringSec * 1_000));
  return start.date === end.date && start.minutes >= HARD_GUARD.opens && end.minutes < HARD_GUARD.closes;
}

/** The open spans of one day in minutes, cut to the guard, in order. */
export function spansOn(
  date: string,
  windows: readonly CallingWindow[],
  isHoliday: IsHoliday,
): readonly { opens: number; closes: number }[] {
  const version = windows.reduce(
    (newest, { validFrom }) => (validFrom <= date && validFrom > newest ? validFrom : newest),
    '',
  );
  const kind = dayKindOf(date, isHoliday);
  return windows
    .filter((window) => window.validFrom === version && window.dayKind === kind)
    .map(({ opens, closes }) => ({
      opens: Math.max(minutesOf(opens), HARD_GUARD.opens),
      closes: Math.min(minutesOf(closes), HARD_GUARD.closes),
    }))
    .filter(({ opens, closes }) => opens < closes)
    .sort((a, b) => a.opens - b.opens);
}

/** First instant at or after `at` at which the windows are open; null when nothing opens within a month. */
export function nextOpening(at: Date, windows: readonly CallingWindow[], isHoliday: IsHoliday): Date | null {
  const today = tokyoTime(at);
  for (let day = 0; day <= LOOK_AHEAD_DAYS; day += 1) {
    const date = addDays(today.date, day);
    for (const { opens, closes } of spansOn(date, windows, isHoliday)) {
      if (day > 0 || today.minutes < opens) return tokyoInstant(date, opens);
      if (today.minutes < closes) return at;
    }
  }
  return null;
}

/** May a call start now for a subject with these windows? The guard is asked first and knows no parameter. */
export function checkCallingWindow(
  at: Date,
  windows: readonly CallingWindow[],
  isHoliday: IsHoliday,
  ringSec = 0,
): WindowVerdict {
  const { date, minutes } = tokyoTime(at);
  const later = () => nextOpening(insideHardGuard(at, ringSec) ? at : afterGuard(date, minutes), windows, isHoliday);
  if (!insideHardGuard(at, ringSec)) {
    return {
      ok: false,
      rule: 'hard_guard',
      value: `${clockText(HARD_GUARD.opens)}-${clockText(HARD_GUARD.closes)}`,
      message: '8時から21時までのあいだしか架電できません。',
      opensAt: later(),
    };
  }
  const spans = spansOn(date, windows, isHoliday);
  const open = spans.find(({ opens, closes }) => minutes >= opens && minutes < closes);
  if (open) return { ok: true, closesAt: tokyoInstant(date, open.closes) };
  const value = spans.map(({ opens, closes }) => `${clockText(opens)}-${clockText(closes)}`).join(',') || '休み';
  return { ok: false, rule: 'calling_window', value, message: windowMessage(value), opensAt: later() };
}

/** Past the guard of this day the search starts with the next one. */
function afterGuard(date: string, minutes: number): Date {
  return minutes < HARD_GUARD.opens ? tokyoInstant(date, minutes) : tokyoInstant(date, MINUTES_A_DAY);
}

function windowMessage(value: string): string {
  return value === '休み' ? '本日はこの科目の架電日ではありません。' : `この科目の架電時間外です（本日 ${value}）。`;
}
