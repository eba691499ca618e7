import { readFileSync } from 'node:fs';
import { envelope, readWav } from '../../support/sound.ts';

const FRAME_MS = 20;
/** A second and a half of speech. Another sentence may rise and fall alike for one piece, but not piece after piece. */
const PIECE_FRAMES = 75;
/** How far a piece may stand from where the one before it ended: packets that came late, or never. */
const SLIP_FRAMES = 15;
/**
 * Of a sentence that was said the pieces give 0.96 in the mean, with a twentieth of all packets lost 0.79; music stays below 0.65. Sentences
 * that begin alike reach 0.8 for one another: which it was is decided between them, and there the right one wins with a tenth of all
 * packets lost too.
 */
export const WORDS_HEARD = 0.7;
/** The worst piece of a sentence that was said to its end: 0.9, with a twentieth of all packets lost 0.37. Cut off two seconds early: 0.29 and less. */
export const PIECE_HEARD = 0.3;

export interface HeardWords {
  /** The file of the sentence. */
  file: string;
  mean: number;
  worst: number;
}

/** Which of several sentences it was that is heard in a sound, and how well. @param sentences files of three seconds and more */
export function wordsHeard(soundFile: string, sentences: readonly string[]): HeardWords {
  const heard = trace(soundFile);
  const found = sentences.map((file) => ({ file, ...inOrder(trace(file), heard) }));
  found.sort((a, b) => b.mean - a.mean);
  const [best] = found;
  if (!best) throw new Error('no sentence to look for');
  return best;
}

function trace(file: string): Float64Array {
  const { rate, channels } = readWav(readFileSync(file));
  return Float64Array.from(envelope(channels[0] ?? new Float64Array(), rate, FRAME_MS));
}

/** The pieces of a sentence one after the other, the last one to its very end. */
function inOrder(words: Float64Array, heard: Float64Array): { mean: number; worst: number } {
  const starts: number[] = [];
  for (let at = 0; at + PIECE_FRAMES <= words.length; at += PIECE_FRAMES) starts.push(at);
  if (words.length % PIECE_FRAMES > 0 && starts.length > 0) starts.push(words.length - PIECE_FRAMES);
  let best = { mean: -1, worst: -1 };
  for (let begin = 0; begin < heard.length; begin += SLIP_FRAMES) {
    const scores = chain(words, starts, heard, begin, best.mean);
    if (!scores) continue;
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    if (mean > best.mean) best = { mean, worst: Math.min(...scores) };
  }
  return best;
}

/** Undefined when the sound ends before the sentence does, or when it cannot become better than what was found elsewhere. */
function chain(words: Float64Array, starts: readonly number[], heard: Float64Array, begin: number, beat: number) {
  const scores: number[] = [];
  let sum = 0;
  // Where the first word would stand by what was found last.
  let origin = begin;
  for (const [index, start] of starts.entries()) {
    if (sum + starts.length - index <= beat * starts.length) return undefined;
    let score = Number.NEGATIVE_INFINITY;
    let found = 0;
    const last = Math.min(origin + start + SLIP_FRAMES, heard.length - PIECE_FRAMES);
    for (let at = Math.max(0, origin + start - SLIP_FRAMES); at <= last; at += 1) {
      const value = correlation(words, start, heard, at);
      if (value > score) [score, found] = [value, at];
    }
    if (score === Number.NEGATIVE_INFINITY) return undefined;
    scores.push(score);
    sum += score;
    origin = found - start;
  }
  return scores.length === 0 ? undefined : scores;
}

/** Pearson's, over one piece. */
function correlation(a: Float64Array, fromA: number, b: Float64Array, fromB: number): number {
  let [sumA, sumB, squareA, squareB, product] = [0, 0, 0, 0, 0];
  for (let index = 0; index < PIECE_FRAMES; index += 1) {
    const x = a[fromA + index] ?? 0;
    const y = b[fromB + index] ?? 0;
    sumA += x;
    sumB += y;
    squareA += x * x;
    squareB += y * y;
    product += x * y;
  }
  const varianceA = squareA - (sumA * sumA) / PIECE_FRAMES;
  const varianceB = squareB - (sumB * sumB) / PIECE_FRAMES;
  if (varianceA <= 1e-12 || varianceB <= 1e-12) return 0;
  return (product - (sumA * sumB) / PIECE_FRAMES) / Math.sqrt(varianceA * varianceB);
}
