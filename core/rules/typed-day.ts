import { addDays, clockText, MINUTES_A_DAY, tokyoTime, weekdayOf } from './tokyo-time.ts';

/** Which way a day without a year, or a weekday, is meant: a promise lies ahead, a payment behind. */
export type Direction = 'ahead' | 'back';

const ERAS: Record<string, number> = { R: 2018, 令和: 2018, H: 1988, 平成: 1988, S: 1925, 昭和: 1925 };
const WEEKDAYS = '日月火水木金土';
const WORDS: Record<string, number> = {
  今日: 0,
  本日: 0,
  明日: 1,
  あした: 1,
  明後日: 2,
  あさって: 2,
  昨日: -1,
  一昨日: -2,
};

/**
 * A day as people type it without looking: `1128`, `11/28`, `11月28日`, `28`, `+7`, `-3`, `水`, `明日`, `20261128`, `2026-11-28`, `R8.11.28`.
 * Full-width characters of an IME count like their narrow ones.
 *
 * @param today `YYYY-MM-DD`
 * @returns `YYYY-MM-DD`, or null while it is no day (yet)
 */
export function typedDay(text: string, today: string, direction: Direction = 'ahead'): string | null {
  const said = text.normalize('NFKC').trim().toUpperCase();
  const word = WORDS[said];
  if (word !== undefined) return addDays(today, word);
  const steps = /^([+-])(\d{1,3})$/.exec(said);
  if (steps) return addDays(today, (steps[1] === '-' ? -1 : 1) * Number(steps[2]));
  const weekday = /^([日月火水木金土])(?:曜日?)?$/.exec(said)?.[1];
  if (weekday) return nearestWeekday(WEEKDAYS.indexOf(weekday), today, direction);
  return dayOfNumbers(said, today, direction);
}

function dayOfNumbers(said: string, today: string, direction: Direction): string | null {
  const whole = /^(\d{4})(\d{2})(\d{2})$/.exec(said) ?? /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(said);
  if (whole) return dayOf(Number(whole[1]), Number(whole[2]), Number(whole[3]));
  const era = /^(R|H|S|令和|平成|昭和)(\d{1,2}|元)[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(said);
  if (era) {
    const year = (ERAS[era[1] ?? ''] ?? 0) + (era[2] === '元' ? 1 : Number(era[2]));
    return dayOf(year, Number(era[3]), Number(era[4]));
  }
  const short = /^(\d{1,2})(\d{2})$/.exec(said) ?? /^(\d{1,2})[-/.月](\d{1,2})日?$/.exec(said);
  // Two digits are a day of the month, three and four a month and a day.
  if (short && said.length > 2)
    return nearestOf(today, direction, (year) => dayOf(year, Number(short[1]), Number(short[2])));
  const day = /^(\d{1,2})日?$/.exec(said)?.[1];
  return day ? nearestDayOfMonth(Number(day), today, direction) : null;
}

/** Today itself counts both ways. */
function nearestWeekday(weekday: number, today: string, direction: Direction): string {
  const ahead = (weekday - weekdayOf(today) + 7) % 7;
  return addDays(today, direction === 'ahead' || ahead === 0 ? ahead : ahead - 7);
}

function nearestOf(today: string, direction: Direction, inYear: (year: number) => string | null): string | null {
  const year = Number(today.slice(0, 4));
  const now = inYear(year);
  if (now === null) return null;
  if (direction === 'ahead') return now >= today ? now : inYear(year + 1);
  return now <= today ? now : inYear(year - 1);
}

function nearestDayOfMonth(day: number, today: string, direction: Direction): string | null {
  const [year = 0, month = 0] = today.split('-').map(Number);
  // Two months on there is one with a 31st.
  for (let away = 0; away <= 2; away += 1) {
    const at = new Date(Date.UTC(year, month - 1 + (direction === 'ahead' ? away : -away), 1));
    const on = dayOf(at.getUTCFullYear(), at.getUTCMonth() + 1, day);
    if (on !== null && (direction === 'ahead' ? on >= today : on <= today)) return on;
  }
  return null;
}

/** Null for the 31st of a short month. */
function dayOf(year: number, month: number, day: number): string | null {
  const at = new Date(Date.UTC(year, month - 1, day));
  const exists = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return exists && year >= 1868 && year <= 9999 ? at.toISOString().slice(0, 10) : null;
}

/**
 * A moment to come: a day and a time (`1128 1400`, `明日 9時半`, `水 10`), a time alone (the next one: `1400`, `14:30`, `18時`), or
 * how long from now (`30分`, `2時間`).
 *
 * @param nowMs product clock
 * @returns `YYYY-MM-DDTHH:MM` of the city's time, or null while it is none (yet)
 */
export function typedMoment(text: string, nowMs: number): string | null {
  const said = text.normalize('NFKC').trim().replaceAll(/[T,]/g, ' ');
  const wait = /^\+?(\d{1,3})(分|時間)後?$/.exec(said);
  if (wait) return momentText(nowMs + Number(wait[1]) * (wait[2] === '分' ? 60_000 : 3_600_000));
  const { date: today, minutes: now } = tokyoTime(new Date(nowMs));
  const [first = '', second, ...more] = said.split(/\s+/);
  if (more.length > 0) return null;
  if (second !== undefined) {
    const day = typedDay(first, today);
    const at = timeOf(second);
    return day === null || at === null ? null : `${day}T${clockText(at)}`;
  }
  // One or two digits alone are too little to ring somebody by.
  const at = /^\d{1,2}$/.test(first) ? null : timeOf(first);
  return at === null ? null : `${at > now ? today : addDays(today, 1)}T${clockText(at)}`;
}

/** Minutes since midnight. */
function timeOf(said: string): number | null {
  const half = /^(\d{1,2})時半$/.exec(said);
  const parts =
    /^(\d{1,2})[::時](\d{1,2})分?$/.exec(said) ?? /^(\d{1,2})(\d{2})$/.exec(said) ?? /^(\d{1,2})時?$/.exec(said);
  const [hours, minutes] = half ? [Number(half[1]), 30] : [Number(parts?.[1] ?? Number.NaN), Number(parts?.[2] ?? 0)];
  const at = hours * 60 + minutes;
  return minutes < 60 && at >= 0 && at < MINUTES_A_DAY ? at : null;
}

function momentText(ms: number): string {
  const { date, minutes } = tokyoTime(new Date(ms));
  return `${date}T${clockText(minutes)}`;
}
