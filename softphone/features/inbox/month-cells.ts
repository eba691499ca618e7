import { addDays, weekdayOf } from '../../../core/rules/tokyo-time.ts';

/** Whole weeks from Sunday on that contain the month. @param month `YYYY-MM-01` */
export function monthCells(month: string): { date: string; inMonth: boolean }[] {
  const first = addDays(month, -weekdayOf(month));
  const cells: { date: string; inMonth: boolean }[] = [];
  for (let index = 0; index < 42; index += 1) {
    const date = addDays(first, index);
    const inMonth = date.slice(0, 7) === month.slice(0, 7);
    if (index % 7 === 0 && index > 0 && !inMonth) break;
    cells.push({ date, inMonth });
  }
  return cells;
}
