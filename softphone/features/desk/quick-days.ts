import { addDays, tokyoTime } from '../../../core/rules/tokyo-time.ts';

export interface QuickDays {
  today: string;
  tomorrow: string;
  /** The coming Saturday; on a Saturday or Sunday, that day. */
  weekend: string;
  monthEnd: string;
}

/** The days that citizens name when they promise, from the product's today. All `YYYY-MM-DD`. */
export function quickDays(nowMs: number): QuickDays {
  const { date, weekday } = tokyoTime(new Date(nowMs));
  const toSaturday = weekday === 0 ? 0 : 6 - weekday;
  const [year, month] = date.split('-').map(Number);
  // Day 0 of the next month is the last of this one.
  const last = new Date(Date.UTC(year ?? 1970, month ?? 1, 0)).toISOString().slice(0, 10);
  return { today: date, tomorrow: addDays(date, 1), weekend: addDays(date, toSaturday), monthEnd: last };
}

/** Quick times for a call-back as the date-time input wants them, `2026-11-20T18:00`. */
export function quickTimes(nowMs: number): { inHour: string; evening: string; tomorrowMorning: string } {
  const { date } = tokyoTime(new Date(nowMs));
  const later = tokyoTime(new Date(nowMs + 3_600_000));
  const pad = (value: number) => String(value).padStart(2, '0');
  const inHour = `${later.date}T${pad(Math.floor(later.minutes / 60))}:${pad(later.minutes % 60)}`;
  return { inHour, evening: `${date}T18:00`, tomorrowMorning: `${addDays(date, 1)}T10:00` };
}
