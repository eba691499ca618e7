/** 1.96: 95 % of a normal distribution lies within so many standard deviations. */
const Z = 1.959964;

/** Wilson's 95 % interval of a share: honest for few trials and for shares near 0. No trials say nothing: 0 to 1. */
export function shareInterval(hits: number, trials: number): [low: number, high: number] {
  if (trials === 0) return [0, 1];
  const share = hits / trials;
  const weight = 1 + Z ** 2 / trials;
  const centre = (share + Z ** 2 / (2 * trials)) / weight;
  const reach = (Z / weight) * Math.sqrt((share * (1 - share)) / trials + Z ** 2 / (4 * trials ** 2));
  return [hits === 0 ? 0 : Math.max(0, centre - reach), hits === trials ? 1 : Math.min(1, centre + reach)];
}

/** Nearest rank: a value that was measured, never one between two. Null where nothing was measured. */
export function quantileOf(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  return value === undefined ? null : Math.round(value);
}
