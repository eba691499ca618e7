import { JUDGED_STATES, type PromiseState } from '../../../core/rules/promise.ts';

export interface PromiseDates {
  /** All `YYYY-MM-DD`. */
  madeOn: string;
  promisedOn: string;
  graceUntil: string;
  state: PromiseState;
  /** The day on which it became what it is; null when nobody told: then the end of its way. */
  endedOn: string | null;
}

export interface PromiseCourse {
  /** How far time has come: 0 the day it was made, ½ the promised day, 1 the last day of grace. Both halves are drawn alike long. */
  reached: number;
  /** Open: today stands there. Else what became of it. */
  open: boolean;
}

/** Where a promise stands on its way from the word to the last day on which money keeps it. */
export function promiseCourse(dates: PromiseDates, today: string): PromiseCourse {
  const open = dates.state === 'open';
  if (open) return { reached: placeOf(today, dates), open };
  const late = dates.state !== 'kept' && JUDGED_STATES.includes(dates.state);
  // Part and broken are said the day after the last day of grace: that is the end of the way, whenever the data came.
  return { reached: late || dates.endedOn === null ? 1 : placeOf(dates.endedOn, dates), open };
}

function placeOf(day: string, { madeOn, promisedOn, graceUntil }: PromiseDates): number {
  if (day <= madeOn && madeOn < promisedOn) return 0;
  if (day > promisedOn) return 0.5 + 0.5 * share(promisedOn, day, graceUntil);
  return 0.5 * share(madeOn, day, promisedOn);
}

/** How much of the days from one to another has passed; a way without days is passed. */
function share(from: string, day: string, to: string): number {
  const [first, at, last] = [from, day, to].map((date) => Date.parse(`${date}T00:00:00Z`)) as [number, number, number];
  return last <= first ? 1 : Math.min(1, Math.max(0, (at - first) / (last - first)));
}

/** How much of what was promised has come, in whole per cent; 100 only when all of it has. */
export function paidPercent(kept: number, promised: number): number {
  if (promised <= 0) return 0;
  return kept >= promised ? 100 : Math.floor((kept / promised) * 100);
}
