import { weekdayOf } from '../../../core/rules/tokyo-time.ts';

const WEEKDAYS = ['日', '月', '火', '水', '木', '金', '土'];

/** `2026-11-26` → `11/26(木)` */
export function shortDay(date: string): string {
  return `${Number(date.slice(5, 7))}/${Number(date.slice(8))}(${WEEKDAYS[weekdayOf(date)] ?? ''})`;
}
