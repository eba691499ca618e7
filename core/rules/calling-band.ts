import { dayKindOf } from './calling-window.ts';
import type { IsHoliday } from './city-calendar.ts';
import { tokyoTime } from './tokyo-time.ts';

/** The bands that coverage counts: a case is covered when it was tried on a weekday by day and in the evening or at a weekend. */
export const CALLING_BANDS = ['weekday_day', 'evening', 'weekend'] as const;
export type CallingBand = (typeof CALLING_BANDS)[number];

/** On weekdays the evening begins where office hours end; calls after it need an extension of the calendar. */
export const EVENING_FROM_MIN = 17 * 60;

export function callingBandOf(at: Date, isHoliday: IsHoliday): CallingBand {
  const { date, minutes } = tokyoTime(at);
  if (dayKindOf(date, isHoliday) !== 'weekday') return 'weekend';
  return minutes < EVENING_FROM_MIN ? 'weekday_day' : 'evening';
}

/** Only calls that rang in full count; which those are the caller decides (`call.full_ring`). */
export function isCovered(tried: Iterable<CallingBand>): boolean {
  const bands = new Set(tried);
  return bands.has('weekday_day') && (bands.has('evening') || bands.has('weekend'));
}

export const CALLING_BAND_NAMES: Record<CallingBand, string> = {
  weekday_day: '平日昼間',
  evening: '平日夜間',
  weekend: '土日・祝日',
};
