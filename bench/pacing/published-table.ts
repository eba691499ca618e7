/**
 * The study that the workload comes from: occupancy % and abandonment % by agents, answer % and cap. `model` is its look-ahead controller,
 * `tuned` the best of 24 settings of an adaptive ratio for the very cell, `ratio` the best of eleven power ratios chosen in hindsight.
 */
export interface PublishedCell {
  agents: number;
  answer: number;
  cap: 1 | 3;
  preview: number;
  progressive: number;
  tuned: number;
  ratio: number;
  /** The power ratio that gave `ratio`. */
  bestRatio: number;
  model: number;
  modelAbandonment: number;
}

/** agents, answer, preview, progressive; then for cap 3 and cap 1: tuned, ratio, its factor, model, model's abandonment. */
const ROWS: readonly (readonly number[])[] = [
  [1, 15, 27, 38.9, 44.5, 38.9, 1.75, 50.9, 3.1, 42.6, 38.9, 1.75, 43.1, 1.1],
  [1, 30, 44, 58.2, 61.0, 58.2, 1.75, 63.7, 3.1, 57.8, 58.2, 1.75, 60.3, 1.1],
  [1, 45, 56, 69.5, 68.7, 69.5, 1.75, 72.4, 2.8, 68.7, 69.5, 1.75, 70.3, 1.1],
  [3, 15, 26, 38.7, 52.9, 60.6, 2.5, 64.6, 2.9, 47.2, 48.3, 1.75, 57.5, 1.0],
  [3, 30, 43, 57.9, 64.9, 65.4, 1.75, 71.0, 3.0, 59.8, 65.4, 1.75, 65.6, 1.1],
  [3, 45, 54, 69.2, 71.9, 75.0, 1.75, 76.7, 3.0, 70.3, 69.2, 1.25, 72.4, 1.0],
  [5, 15, 26, 38.6, 61.7, 67.0, 3, 72.4, 2.9, 52.1, 56.4, 2, 62.3, 1.0],
  [5, 30, 42, 57.7, 68.0, 68.1, 1.75, 75.5, 3.1, 62.0, 68.1, 1.75, 68.5, 1.0],
  [5, 45, 54, 69.0, 73.2, 77.4, 1.75, 79.2, 3.0, 71.0, 69.8, 1.25, 74.6, 1.1],
  [10, 15, 26, 38.2, 65.7, 77.7, 5, 80.4, 3.0, 63.7, 69.6, 3.5, 73.5, 1.0],
  [10, 30, 42, 57.5, 73.3, 78.2, 2.5, 82.2, 2.9, 68.4, 69.8, 1.75, 76.8, 1.0],
  [10, 45, 54, 68.8, 78.2, 79.2, 1.75, 83.9, 3.0, 72.6, 76.8, 1.5, 78.6, 1.0],
  [20, 15, 27, 38.0, 78.0, 80.3, 6, 86.4, 2.8, 61.2, 77.0, 5, 82.1, 1.0],
  [20, 30, 42, 57.2, 81.0, 83.9, 3.5, 87.8, 2.8, 73.8, 81.4, 3, 84.0, 0.9],
  [20, 45, 54, 68.5, 81.8, 85.6, 2.5, 88.4, 2.9, 80.2, 82.5, 2, 84.6, 0.9],
  [30, 15, 26, 37.6, 78.8, 84.5, 8, 88.5, 2.7, 76.1, 79.6, 6, 86.0, 0.9],
  [30, 30, 42, 56.6, 80.4, 85.7, 4, 90.3, 2.7, 79.5, 83.4, 3.5, 86.0, 1.0],
  [30, 45, 54, 67.9, 85.8, 88.1, 3, 90.5, 2.7, 81.4, 85.2, 2.5, 87.9, 0.9],
];

export const PUBLISHED: readonly PublishedCell[] = ROWS.flatMap((row) =>
  ([3, 1] as const).map((cap) => {
    const at = (index: number) => row[index] ?? Number.NaN;
    const from = cap === 3 ? 4 : 9;
    return {
      agents: at(0),
      answer: at(1),
      cap,
      preview: at(2),
      progressive: at(3),
      tuned: at(from),
      ratio: at(from + 1),
      bestRatio: at(from + 2),
      model: at(from + 3),
      modelAbandonment: at(from + 4),
    };
  }),
);
