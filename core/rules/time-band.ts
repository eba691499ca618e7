import { addDays, tokyoInstant, tokyoTime } from './tokyo-time.ts';

/** The parts of a day in which people are home or not. A number not answered in one is tried in another. */
export type DayPart = 'morning' | 'afternoon' | 'evening';

const PARTS: readonly { part: DayPart; opens: number }[] = [
  { part: 'morning', opens: 8 * 60 },
  { part: 'afternoon', opens: 12 * 60 },
  { part: 'evening', opens: 17 * 60 },
];

export function dayPartOf(at: Date): DayPart {
  const { minutes } = tokyoTime(at);
  return PARTS.findLast(({ opens }) => minutes >= opens)?.part ?? 'morning';
}

/** Start of the next part of the day that differs from the one `at` lies in: this afternoon or evening, else tomorrow noon. */
export function nextDayPart(at: Date): Date {
  const { date, minutes } = tokyoTime(at);
  const next = PARTS.find(({ opens }) => opens > minutes);
  return next ? tokyoInstant(date, next.opens) : tokyoInstant(addDays(date, 1), PARTS[0]?.opens ?? 0);
}

/** Tomorrow, in another part of the day than `at`. */
export function otherPartTomorrow(at: Date): Date {
  const { date } = tokyoTime(at);
  const other = dayPartOf(at) === 'morning' ? PARTS[1] : PARTS[0];
  return tokyoInstant(addDays(date, 1), other?.opens ?? 0);
}
