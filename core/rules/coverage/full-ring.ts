import type { Forecast } from './forecast.ts';
import { BANDS } from './open-minutes.ts';

/** The same plan twice: with calls cut as the pacing controller would, and with every telephone ringing its full time. */
export interface CutOrFull {
  cut: Pick<Forecast, 'left' | 'days'>;
  full: Pick<Forecast, 'left'>;
  /** What was decided last. */
  before: boolean;
}

/** Fewer expected cases than this are none. */
const ONE_CASE = 1;
const ONE_TRY = 0.5;

/**
 * Does the promise (every case tried in two bands by the date) need telephones that ring in full? As soon as cutting would cost it a case;
 * and then until calls that are cut would do it with a day to spare, so that it does not go to and fro.
 */
export function mustRingInFull({ cut, full, before }: CutOrFull): boolean {
  if (cut.left - full.left >= ONE_CASE) return true;
  const lastDay = cut.days.at(-1);
  const workToTheEnd = lastDay !== undefined && BANDS.some((band) => lastDay.tries[band] >= ONE_TRY);
  return before && workToTheEnd;
}
