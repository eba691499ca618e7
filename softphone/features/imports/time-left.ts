export interface ProgressSample {
  atMs: number;
  rows: number;
}

/**
 * Seconds left at the speed of the last samples, or null while too little is known. The window is short: the stages of an import differ
 * in speed, and a guess from the beginning would mislead.
 */
export function secondsLeft(samples: readonly ProgressSample[], totalRows: number | null): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || totalRows === null) return null;
  const seconds = (last.atMs - first.atMs) / 1000;
  const rows = last.rows - first.rows;
  if (seconds < 1 || rows <= 0) return null;
  return Math.max(0, (totalRows - last.rows) / (rows / seconds));
}

const windowMs = 8_000;

export function addSample(samples: readonly ProgressSample[], sample: ProgressSample): ProgressSample[] {
  const last = samples.at(-1);
  if (last && sample.rows < last.rows) return [sample];
  return [...samples, sample].filter(({ atMs }) => sample.atMs - atMs <= windowMs);
}
