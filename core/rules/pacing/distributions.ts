/** Chance that a standard normal variable is below z (Abramowitz & Stegun 7.1.26, error < 2e-7: far below what is learnt). */
export function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const tail =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) *
    Math.exp(-x * x);
  return z >= 0 ? 1 - tail / 2 : tail / 2;
}

/** Chance that a lognormal duration with this mean and coefficient of variation is below x seconds. */
export function lognormalCdf(x: number, mean: number, cv: number): number {
  if (x <= 0) return 0;
  const variance = Math.log(1 + cv * cv);
  return normalCdf((Math.log(x / mean) + variance / 2) / Math.sqrt(variance));
}

/** Value of a cumulative table with one entry per second at a time between two entries. */
export function valueAt(table: Float64Array, seconds: number): number {
  const last = table.length - 1;
  if (seconds <= 0) return table[0] as number;
  if (seconds >= last) return table[last] as number;
  const below = Math.floor(seconds);
  const low = table[below] as number;
  return low + ((table[below + 1] as number) - low) * (seconds - below);
}
