import { createHash } from 'node:crypto';

/** A city's own sentence as a file in the folder of its own sounds: whoever speaks it and whoever plays it find the same name. Without `.wav`. */
export function spokenTextFile(text: string): string {
  return `text-${createHash('sha256').update(text).digest('hex').slice(0, 20)}`;
}
