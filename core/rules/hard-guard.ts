import { tokyoTime } from './tokyo-time.ts';

/** No law fixes the hours of tax calls; the analogy (貸金業法 21 条) forbids 21:00–8:00. Data cannot widen it. */
export const HARD_GUARD = { opens: 8 * 60, closes: 21 * 60 } as const;

/**
 * The guard alone. `ringSec` is how long the telephone may ring at most: it must have stopped ringing at 21:00.
 */
export function insideHardGuard(at: Date, ringSec = 0): boolean {
  const start = tokyoTime(at);
  const end = tokyoTime(new Date(at.getTime() + ringSec * 1_000));
  return start.date === end.date && start.minutes >= HARD_GUARD.opens && end.minutes < HARD_GUARD.closes;
}
