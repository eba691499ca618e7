import { tokyoInstant, tokyoTime } from '../tokyo-time.ts';

/** The city's values (setting `sms`, valid from a day). */
export interface SmsLimits {
  /** Messages a day, and a fiscal year from April; what may have left counts, whatever became of it. */
  perDay: number;
  perYear: number;
  /** As the carriers sell it. */
  maxCharacters: 660 | 670;
  /** For the counter beside the cap; 0 = not known. */
  yenPerPart: number;
  /** What waits longer than this is out of date and not sent any more, in days. */
  keepDays: number;
  /** When the section answers the telephone, for the field {hours}. */
  hours: string;
}

export const DEFAULT_SMS_LIMITS: SmsLimits = {
  perDay: 1_000,
  perYear: 30_000,
  maxCharacters: 660,
  yenPerPart: 0,
  keepDays: 7,
  hours: '',
};

/** What is missing or makes no sense falls to the default, a cap to the smaller side. */
export function smsLimits(stored: unknown): SmsLimits {
  const given = (stored !== null && typeof stored === 'object' ? stored : {}) as Record<string, unknown>;
  const whole = (key: keyof SmsLimits, fallback: number, most: number) => {
    const value = given[key];
    if (value === undefined) return fallback;
    return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most ? value : 0;
  };
  const { perDay, perYear, keepDays } = DEFAULT_SMS_LIMITS;
  return {
    perDay: whole('perDay', perDay, 1_000_000),
    perYear: whole('perYear', perYear, 100_000_000),
    maxCharacters: given['maxCharacters'] === 670 ? 670 : 660,
    yenPerPart: typeof given['yenPerPart'] === 'number' && given['yenPerPart'] >= 0 ? given['yenPerPart'] : 0,
    keepDays: whole('keepDays', keepDays, 60) || keepDays,
    hours: typeof given['hours'] === 'string' ? given['hours'] : '',
  };
}

/** 00:00 of the day, and of 1 April before it, in Japan. */
export function countersSince(now: Date): { day: Date; year: Date } {
  const { date } = tokyoTime(now);
  const year = Number(date.slice(0, 4)) - (date.slice(5) < '04-01' ? 1 : 0);
  return { day: tokyoInstant(date, 0), year: tokyoInstant(`${year}-04-01`, 0) };
}

export interface CapRefusal {
  code: 'sms_cap_day' | 'sms_cap_year';
  /** When it is worth asking again. */
  again: Date;
}

/** @param sent counted in the same transaction that is about to add one */
export function withinSmsCaps(now: Date, limits: SmsLimits, sent: { day: number; year: number }): CapRefusal | null {
  const { date } = tokyoTime(now);
  const tomorrow = new Date(tokyoInstant(date, 0).getTime() + 86_400_000);
  if (sent.year >= limits.perYear) {
    const start = countersSince(now).year;
    const next = `${Number(tokyoTime(start).date.slice(0, 4)) + 1}-04-01`;
    return { code: 'sms_cap_year', again: tokyoInstant(next, 0) };
  }
  return sent.day >= limits.perDay ? { code: 'sms_cap_day', again: tomorrow } : null;
}
