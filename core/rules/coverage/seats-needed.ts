import { halfOf, missingHalves } from './case-group.ts';
import { type Forecast, forecastCoverage, type PlanInput } from './forecast.ts';
import type { BANDS, ByBand } from './open-minutes.ts';

/** More seats than any centre of the product has: the search ends here. */
const MOST_SEATS = 200;

/** What could be covered with as many seats as anybody could want: beyond it only the calendar and the caps can help. */
export function bestPossible(input: PlanInput): Forecast {
  return forecastCoverage({ ...input, seats: { weekday_day: 1e6, evening: 1e6, weekend: 1e6 } });
}

/**
 * The fewest seats by band that cover all that can be covered; null where the band has no open hour, 0 where none is needed.
 * Evening and weekend are one half: they get the same number, as few as both together need.
 */
export function seatsNeeded(input: PlanInput, best: Forecast): ByBand<number | null> {
  const open = (band: (typeof BANDS)[number]) => input.days.some(({ minutes }) => minutes[band] > 0);
  const enough = (day: number, off: number) => {
    const seats = { weekday_day: day, evening: off, weekend: off };
    return forecastCoverage({ ...input, seats }).left <= best.left + 0.5;
  };
  const halves = new Set(input.groups.flatMap(({ tried }) => missingHalves(tried)));
  const day = halves.has('day') ? fewest((seats) => enough(seats, MOST_SEATS)) : 0;
  const off = halves.has('off') ? fewest((seats) => enough(day ?? MOST_SEATS, seats)) : 0;
  const of = (band: (typeof BANDS)[number]) => (open(band) ? (halfOf(band) === 'day' ? day : off) : null);
  return { weekday_day: of('weekday_day'), evening: of('evening'), weekend: of('weekend') };
}

function fewest(isEnough: (seats: number) => boolean): number | null {
  if (!isEnough(MOST_SEATS)) return null;
  let [low, high] = [0, MOST_SEATS];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
