import { tonePurity } from '../sip/tone-purity.ts';

const WINDOW_MS = 20;
const STEP_MS = 10;
/** Three windows of 20 ms, one after the other: no vowel and no note of the hold music is that pure for so long. */
const WINDOWS = 3;
const PURE = 0.8;

/**
 * Milliseconds from the start to the first sound of this pitch alone; undefined when there is none. `pcm` is mono, 16 bit.
 * Exact to a step.
 */
export function firstToneMs(pcm: Buffer, rate: number, hertz: number): number | undefined {
  const window = ((rate * WINDOW_MS) / 1_000) * 2;
  const step = ((rate * STEP_MS) / 1_000) * 2;
  const pureAt = (at: number) => tonePurity(pcm.subarray(at, at + window), hertz, rate) > PURE;
  for (let at = 0; at + window * WINDOWS <= pcm.length; at += step) {
    if (Array.from({ length: WINDOWS }, (_, index) => at + index * window).every(pureAt)) return (at / step) * STEP_MS;
  }
  return undefined;
}

export const lengthMs = (pcm: Buffer, rate: number): number => (pcm.length / 2 / rate) * 1_000;
