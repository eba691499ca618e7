import type { CityCalendar } from './city-calendar.ts';
import { HAND_OVER_REASONS, type HandOverKind, type HandOverReason, type StoredReason } from './hand-over.ts';
import { addDays, MINUTES_A_DAY, tokyoInstant, tokyoTime } from './tokyo-time.ts';

/** Until when the city answers: table `setting`, key `hand_overs`, valid from a day. Working days of the city's calendar. */
export interface HandOverDays {
  /** By reason of a 引継; complaints have no days, they are for the same day. */
  byReason: Readonly<Record<HandOverReason, number>>;
  instalmentRequest: number;
  doNotCall: number;
}

export const DEFAULT_HAND_OVER_DAYS: HandOverDays = {
  byReason: {
    hardship: 3,
    instalment: 3,
    disputes: 5,
    complaint: 1,
    unreasonable: 1,
    deferral: 3,
    death: 5,
    moved: 5,
    poverty: 2,
    refusal: 5,
    lawyer: 2,
    other: 5,
  },
  instalmentRequest: 3,
  doNotCall: 3,
};

export const MOST_DAYS = 30;
/** A calendar that is closed for so long is a mistake in it; the deadline then stands on plain days. */
const LONGEST_CLOSURE = 60;

/** The city's values over the defaults; what is no whole number in range is ignored rather than believed. */
export function handOverDays(stored: unknown): HandOverDays {
  const { byReason, instalmentRequest, doNotCall } = (stored ?? {}) as Record<string, unknown>;
  const raw = (byReason ?? {}) as Record<string, unknown>;
  const defaults = DEFAULT_HAND_OVER_DAYS;
  return {
    byReason: Object.fromEntries(
      HAND_OVER_REASONS.map((reason) => [reason, days(raw[reason]) ?? defaults.byReason[reason]]),
    ) as Record<HandOverReason, number>,
    instalmentRequest: days(instalmentRequest) ?? defaults.instalmentRequest,
    doNotCall: days(doNotCall) ?? defaults.doNotCall,
  };
}

function days(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_DAYS ? value : undefined;
}

/** Working days until the answer; 0 = the same day. */
export function daysFor(kind: HandOverKind, reason: StoredReason, parameters: HandOverDays): number {
  if (kind === 'complaint') return 0;
  if (kind === 'instalment_request') return parameters.instalmentRequest;
  return kind === 'do_not_call' || reason === 'do_not_call' ? parameters.doNotCall : parameters.byReason[reason];
}

/**
 * When it is late: at the closing of the so-manieth working day after today, not counting today. 0 days is today's closing; raised after
 * that, or on a closed day, it is for the same day all the same, till midnight.
 */
export function handOverDue(calendar: CityCalendar, now: Date, workingDays: number): Date {
  const { date: today, minutes } = tokyoTime(now);
  if (workingDays === 0) {
    const closes = calendar.hoursOn(today).span?.closes;
    return tokyoInstant(today, closes !== undefined && closes > minutes ? closes : MINUTES_A_DAY);
  }
  let left = workingDays;
  for (let ahead = 1; ahead <= workingDays + LONGEST_CLOSURE; ahead += 1) {
    const date = addDays(today, ahead);
    const { span } = calendar.hoursOn(date);
    if (span === null) continue;
    left -= 1;
    if (left === 0) return tokyoInstant(date, span.closes);
  }
  return tokyoInstant(addDays(today, workingDays), MINUTES_A_DAY);
}

/** How a deadline is drawn: by shape and word, colour comes on top. */
export type DeadlineMark = 'late' | 'today' | 'soon' | 'later';

export function deadlineMark(dueAt: Date, now: Date): DeadlineMark {
  if (dueAt.getTime() <= now.getTime()) return 'late';
  const { date: today } = tokyoTime(now);
  // Midnight at the end of today is still today.
  const { date: due } = tokyoTime(new Date(dueAt.getTime() - 1));
  if (due === today) return 'today';
  return due <= addDays(today, 2) ? 'soon' : 'later';
}
