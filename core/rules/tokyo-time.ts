/**
 * Japan has had one offset (UTC+9) and no summer time since 1951, so the city's calendar is plain arithmetic and never
 * depends on the time zone of the machine it runs on.
 */
const OFFSET_MS = 9 * 3_600_000;
const DAY_MS = 86_400_000;
export const MINUTES_A_DAY = 1_440;

export interface TokyoTime {
  /** `YYYY-MM-DD` */
  date: string;
  /** Whole minutes since midnight. */
  minutes: number;
  /** 0 = Sunday. */
  weekday: number;
}

export function tokyoTime(at: Date): TokyoTime {
  const shifted = new Date(at.getTime() + OFFSET_MS);
  return {
    date: shifted.toISOString().slice(0, 10),
    minutes: shifted.getUTCHours() * 60 + shifted.getUTCMinutes(),
    weekday: shifted.getUTCDay(),
  };
}

/** @param date `YYYY-MM-DD` @param minutes since midnight; may exceed a day */
export function tokyoInstant(date: string, minutes: number): Date {
  return new Date(Date.parse(`${date}T00:00:00Z`) - OFFSET_MS + minutes * 60_000);
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

/** `HH:MM` or `HH:MM:SS` (as PostgreSQL prints `time`) to minutes; `24:00` is 1440. @throws RangeError when it is no time */
export function minutesOf(time: string): number {
  const match = /^(\d{2}):(\d{2})(?::\d{2})?$/.exec(time);
  const minutes = match ? Number(match[1]) * 60 + Number(match[2]) : Number.NaN;
  if (!(minutes >= 0 && minutes <= MINUTES_A_DAY)) throw new RangeError(`"${time}" is no time of day`);
  return minutes;
}

export function clockText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** As people read when something goes on: 11月24日 08:30. */
export function dayAndTime(at: Date): string {
  const { date, minutes } = tokyoTime(at);
  return `${Number(date.slice(5, 7))}月${Number(date.slice(8))}日 ${clockText(minutes)}`;
}
