import { createTask } from 'node-cron';

const MINUTE_MS = 60_000;
/** How far back a due time is looked for: longer than any machine of an office is switched off over holidays. */
const LOOK_BACK_MINUTES = 14 * 24 * 60;

const matchers = new Map<string, (at: Date) => boolean>();

/** `matches(instant)` for a five-field cron expression, in the city's time. One each: node-cron keeps what it makes. */
export function cronMatcher(expression: string): (at: Date) => boolean {
  const known = matchers.get(expression);
  if (known) return known;
  const task = createTask(expression, () => undefined, { timezone: 'Asia/Tokyo' });
  const matcher = (at: Date) => task.match(at);
  matchers.set(expression, matcher);
  return matcher;
}

/** The latest minute at or before `now` and after `after` that matches; undefined when there is none. */
export function latestDue(matches: (at: Date) => boolean, now: Date, after: Date): Date | undefined {
  let minute = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  for (let step = 0; step < LOOK_BACK_MINUTES && minute > after.getTime(); step++, minute -= MINUTE_MS) {
    const at = new Date(minute);
    if (matches(at)) return at;
  }
  return undefined;
}
