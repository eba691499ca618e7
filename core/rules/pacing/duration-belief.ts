import { lognormalCdf, valueAt } from './distributions.ts';

/**
 * How long something lasts (talk or wrap of one kind of call): half parametric (a lognormal fitted to what was seen) so that it works
 * from the first call, half empirical (a histogram in steps of a quarter) so that any other shape is followed once it is known.
 */
export interface DurationBelief {
  /** Share over by then, one entry per second. */
  table: Float64Array;
  observe(seconds: number): void;
  /** Mean seconds by the fitted curve. */
  readonly mean: number;
  rebuild(): void;
  save(): { counts: number[]; sum: number; squares: number; weight: number };
  restore(saved: { counts: number[]; sum: number; squares: number; weight: number }): void;
}

const LONGEST_SEC = 900;
const RATIO = Math.log(1.25);
const BINS = Math.ceil(Math.log(LONGEST_SEC * 2) / RATIO);
const PRIOR_WEIGHT = 15;
/** From this many observations on histogram and fitted curve count alike. */
const EVEN_AT = 60;
const KEEP = 0.9997;

export function createDurationBelief(priorMean: number, priorCv: number): DurationBelief {
  const counts = new Float64Array(BINS);
  const table = new Float64Array(LONGEST_SEC + 1);
  const variance = Math.log(1 + priorCv * priorCv);
  const centre = Math.log(priorMean) - variance / 2;
  let weight = PRIOR_WEIGHT;
  let sum = PRIOR_WEIGHT * centre;
  let squares = PRIOR_WEIGHT * (variance + centre * centre);
  let mean = priorMean;

  const rebuild = () => {
    const meanLog = sum / weight;
    const fitted = Math.max(0.02, squares / weight - meanLog * meanLog);
    mean = Math.exp(meanLog + fitted / 2);
    const cv = Math.sqrt(Math.exp(fitted) - 1);
    const seen = counts.reduce((total, count) => total + count, 0);
    const empirical = seen / (seen + EVEN_AT);
    let below = 0;
    let bin = 0;
    for (let second = 0; second <= LONGEST_SEC; second += 1) {
      const place = second < 1 ? 0 : Math.log(second) / RATIO;
      while (bin + 1 <= place && bin < BINS - 1) {
        below += counts[bin] as number;
        bin += 1;
      }
      const within = below + (counts[bin] as number) * Math.min(1, place - bin);
      table[second] = (1 - empirical) * lognormalCdf(second, mean, cv) + (seen > 0 ? (empirical * within) / seen : 0);
    }
  };
  rebuild();
  return {
    table,
    rebuild,
    get mean() {
      return mean;
    },
    observe(seconds) {
      const log = Math.log(Math.max(1, seconds));
      weight = weight * KEEP + 1;
      sum = sum * KEEP + log;
      squares = squares * KEEP + log * log;
      for (let bin = 0; bin < BINS; bin += 1) counts[bin] = (counts[bin] as number) * KEEP;
      const bin = Math.min(BINS - 1, Math.floor(log / RATIO));
      counts[bin] = (counts[bin] as number) + 1;
    },
    save: () => ({ counts: Array.from(counts), sum, squares, weight }),
    restore(saved) {
      if (saved.counts.length !== BINS) return;
      counts.set(saved.counts);
      ({ sum, squares, weight } = saved);
      rebuild();
    },
  };
}

/** Share of those still running at `elapsed` that end within the next `seconds`. */
export function endsWithin(table: Float64Array, elapsed: number, seconds: number): number {
  const now = valueAt(table, elapsed);
  if (now > 0.9995) return 1 - Math.exp(-seconds / 30);
  return (valueAt(table, elapsed + seconds) - now) / (1 - now);
}
