import { addDays } from '../tokyo-time.ts';

const DAY_MS = 86_400_000;

/** Days from the first to the last, both counted. */
export function daysIn(from: string, through: string): number {
  return Math.round((Date.parse(`${through}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS) + 1;
}

/**
 * 納期限の翌日から n か月を経過する日 (民法143条): the day before the same day of the month n months on, or the last day of that month when
 * it has no such day. Due 5/31 → 6/30, due 6/30 → 7/31, due 1/30 → the last of February.
 */
export function lastDayOfMonths(dueDate: string, months: number): string {
  const start = addDays(dueDate, 1);
  const [year, month, day] = start.split('-').map(Number) as [number, number, number];
  const daysInMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  const sameMonth = new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 7);
  if (day > daysInMonth) return `${sameMonth}-${daysInMonth}`;
  return addDays(`${sameMonth}-${String(day).padStart(2, '0')}`, -1);
}
