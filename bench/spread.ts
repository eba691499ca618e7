import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';

/** Nearest-rank quantile: a value that was measured, never one between two. `values` need not be sorted. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]) => quantile(values, 0.5);

/** Repeatable numbers in 0…1: the same seed gives the same run. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Ratio {
  ratio: number;
  /** Middle 95 % of the ratios of resampled runs. */
  low: number;
  high: number;
}

/** `quantile(ours) / quantile(theirs)` with its bootstrap spread: both arms drawn again with replacement, 2,000 times. */
export function quantileRatio(
  ours: readonly number[],
  theirs: readonly number[],
  share: number,
  random: () => number,
): Ratio {
  const draw = (values: readonly number[]) => values.map(() => values[Math.floor(random() * values.length)] ?? 0);
  const ratios = Array.from({ length: 2_000 }, () => quantile(draw(ours), share) / quantile(draw(theirs), share));
  return {
    ratio: quantile(ours, share) / quantile(theirs, share),
    low: quantile(ratios, 0.025),
    high: quantile(ratios, 0.975),
  };
}

/** What a figure is worth nothing without. */
export function machine() {
  const model = cpus()[0]?.model ?? 'unknown';
  return {
    cpu: model,
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
    load1: Number(loadavg()[0]?.toFixed(2)),
    pressureCpuAvg60: cpuPressure(),
  };
}

/** Share of the last minute in which something waited for a core, in %; undefined where the kernel does not tell. */
function cpuPressure(): number | undefined {
  try {
    const text = readFileSync('/proc/pressure/cpu', 'utf8');
    return Number(/some .*avg60=([\d.]+)/.exec(text)?.[1]);
  } catch {
    return undefined;
  }
}

export const round = (value: number, digits = 1) => Number(value.toFixed(digits));

/** Of times in ms: what a table of a bench shows. */
export const figures = (ms: readonly number[]) => ({
  n: ms.length,
  p50: round(quantile(ms, 0.5)),
  p90: round(quantile(ms, 0.9)),
  p99: round(quantile(ms, 0.99)),
  worst: round(Math.max(...ms)),
});
