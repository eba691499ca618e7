import { addDays, clockText, tokyoTime, weekdayOf } from '../tokyo-time.ts';

/** One day that a key stands for. */
export interface QuickDay {
  name:
    | 'today'
    | 'tomorrow'
    | 'weekend'
    | 'month_end'
    | 'week_later'
    | 'payday'
    | 'pension'
    | 'next_month_end'
    | 'yesterday'
    | 'two_days_ago'
    | 'three_days_ago'
    | 'week_ago'
    | 'last_month_end';
  /** `YYYY-MM-DD` */
  on: string;
}

/** The days that citizens name when they promise, from the product's today. */
export function promiseDays(nowMs: number): QuickDay[] {
  const { date: today, weekday } = tokyoTime(new Date(nowMs));
  return [
    { name: 'today', on: today },
    { name: 'tomorrow', on: addDays(today, 1) },
    // On a Saturday or Sunday, that day.
    { name: 'weekend', on: addDays(today, weekday === 0 ? 0 : 6 - weekday) },
    { name: 'month_end', on: monthEnd(today, 0) },
    { name: 'week_later', on: addDays(today, 7) },
    { name: 'payday', on: dayOfMonth(today, 25, () => true) },
    {
      name: 'pension',
      on: bankDayBefore(
        dayOfMonth(today, 15, (month) => month % 2 === 0),
        today,
      ),
    },
    { name: 'next_month_end', on: monthEnd(today, 1) },
  ];
}

/** The days on which somebody says they have paid. */
export function paidDays(nowMs: number): QuickDay[] {
  const { date: today } = tokyoTime(new Date(nowMs));
  return [
    { name: 'today', on: today },
    { name: 'yesterday', on: addDays(today, -1) },
    { name: 'two_days_ago', on: addDays(today, -2) },
    { name: 'three_days_ago', on: addDays(today, -3) },
    { name: 'week_ago', on: addDays(today, -7) },
    { name: 'last_month_end', on: monthEnd(today, -1) },
  ];
}

export interface QuickTime {
  name: 'half_hour' | 'hour' | 'today_17' | 'evening' | 'tomorrow_10' | 'tomorrow_13' | 'tomorrow_18' | 'weekend_10';
  /** As the date-time input wants it, `2026-11-20T18:00`; the city's time. */
  at: string;
  /** Over, or so near that the call would be late: its key keeps its place and does nothing. */
  past: boolean;
}

/** Times for a call-back; the same key means the same time all day. */
export function callbackTimes(nowMs: number): QuickTime[] {
  const now = tokyoTime(new Date(nowMs));
  const today = now.date;
  const tomorrow = addDays(today, 1);
  const weekend = addDays(today, now.weekday === 6 ? 7 : 6 - now.weekday);
  const times: Omit<QuickTime, 'past'>[] = [
    { name: 'half_hour', at: localText(nowMs + 30 * 60_000) },
    { name: 'hour', at: localText(nowMs + 60 * 60_000) },
    { name: 'today_17', at: `${today}T17:00` },
    { name: 'evening', at: `${today}T18:00` },
    { name: 'tomorrow_10', at: `${tomorrow}T10:00` },
    { name: 'tomorrow_13', at: `${tomorrow}T13:00` },
    { name: 'tomorrow_18', at: `${tomorrow}T18:00` },
    { name: 'weekend_10', at: `${weekend}T10:00` },
  ];
  const soonest = localText(nowMs + 5 * 60_000);
  return times.map((time) => ({ ...time, past: time.at < soonest }));
}

/** The same day of the following months, the last day where a month is too short. */
export function monthlyDays(from: string, times: number): string[] {
  const [year = 1970, month = 1, day = 1] = from.split('-').map(Number);
  return Array.from({ length: times }, (_, ahead) => {
    const last = new Date(Date.UTC(year, month + ahead, 0));
    const day31 = Math.min(day, last.getUTCDate());
    return `${last.toISOString().slice(0, 8)}${String(day31).padStart(2, '0')}`;
  });
}

function localText(ms: number): string {
  const { date, minutes } = tokyoTime(new Date(ms));
  return `${date}T${clockText(minutes)}`;
}

/** Day 0 of the next month is the last of this one. */
function monthEnd(date: string, monthsAhead: number): string {
  const [year = 1970, month = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month + monthsAhead, 0)).toISOString().slice(0, 10);
}

function dayOfMonth(today: string, day: number, fits: (month: number) => boolean): string {
  const [year = 1970, month = 1] = today.split('-').map(Number);
  for (let ahead = 0; ; ahead += 1) {
    const on = new Date(Date.UTC(year, month - 1 + ahead, day)).toISOString().slice(0, 10);
    if (on > today && fits(Number(on.slice(5, 7)))) return on;
  }
}

/** Pensions of a 15th that falls on a weekend are paid on the Friday before; the money is there that day. */
function bankDayBefore(on: string, today: string): string {
  const weekday = weekdayOf(on);
  const friday = addDays(on, weekday === 0 ? -2 : weekday === 6 ? -1 : 0);
  return friday < today ? on : friday;
}
