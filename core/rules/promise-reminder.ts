import { addDays } from './tokyo-time.ts';

/** How the city lets people be reminded of a promise before its date: setting `promise_reminder:<科目コード>`, valid from a day. */
export interface ReminderRule {
  channel: 'sms' | 'call';
  /** Days before the promised date; 0 = on the day itself. */
  daysBefore: number;
}

export const REMINDER_DAYS_LIMIT = 14;

/** Null: nobody is reminded. Nothing but a rule that the city approved is one, so what is not understood reminds nobody. */
export function reminderRule(stored: unknown): ReminderRule | null {
  const { channel, daysBefore } = (stored ?? {}) as { channel?: unknown; daysBefore?: unknown };
  if (channel !== 'sms' && channel !== 'call') return null;
  if (typeof daysBefore !== 'number' || !Number.isInteger(daysBefore)) return null;
  return daysBefore >= 0 && daysBefore <= REMINDER_DAYS_LIMIT ? { channel, daysBefore } : null;
}

/**
 * The first day of the reminder; null when there is no room for one: a promise that is made within its own days before is fresh in
 * the citizen's mind.
 *
 * @param madeOn `YYYY-MM-DD`
 */
export function remindOn(promisedOn: string, madeOn: string, { daysBefore }: ReminderRule): string | null {
  const day = addDays(promisedOn, -daysBefore);
  return day > madeOn ? day : null;
}
