import { addDays } from '../../../core/rules/tokyo-time.ts';

export interface Period {
  from: string;
  to: string;
}

export type Preset = 'today' | 'week' | 'month' | 'lastMonth';

/** @param today `YYYY-MM-DD` */
export function presetPeriod(preset: Preset, today: string): Period {
  const firstOfMonth = `${today.slice(0, 7)}-01`;
  switch (preset) {
    case 'today':
      return { from: today, to: today };
    case 'week':
      return { from: addDays(today, -6), to: today };
    case 'month':
      return { from: firstOfMonth, to: today };
    case 'lastMonth': {
      const to = addDays(firstOfMonth, -1);
      return { from: `${to.slice(0, 7)}-01`, to };
    }
  }
}

/** Every day of the period, both ends included. */
export function daysOf({ from, to }: Period): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}
