import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/**
 * Cores nobody is running on at this moment, as the kernel says ("2/310" in `/proc/loadavg`: running of all, the reader among them). 0 where
 * nobody can say: whoever asks then does without.
 */
export function freeCores(read: () => string = () => readFileSync('/proc/loadavg', 'latin1')): number {
  let text: string;
  try {
    text = read();
  } catch {
    return 0;
  }
  const running = Number(/ (\d+)\/\d+ /.exec(text)?.[1] ?? Number.POSITIVE_INFINITY);
  return Math.max(0, availableParallelism() - Math.max(0, running - 1));
}
