import type { MonoSound } from './wave-file.ts';

/** Taps on each side of the centre, in samples of the slower rate: steep enough that nothing audible folds back. */
const halfWidth = 16;

/** Band-limited change of rate (windowed sinc). Speech synthesis gives 48 kHz, the telephone carries 8 kHz. */
export function resample(sound: MonoSound, rate: number): MonoSound {
  if (sound.rate === rate) return sound;
  const ratio = rate / sound.rate;
  const slower = Math.min(1, ratio);
  const filter = filterOf(slower, Math.ceil(halfWidth / slower));
  const samples = new Float64Array(Math.floor(sound.samples.length * ratio));
  for (let out = 0; out < samples.length; out++) {
    const centre = Math.floor(out / ratio);
    const weights = filter(out / ratio - centre);
    const first = centre - (weights.length - 1) / 2;
    let sum = 0;
    for (let index = 0; index < weights.length; index++)
      sum += (weights[index] ?? 0) * (sound.samples[first + index] ?? 0);
    samples[out] = sum;
  }
  return { rate, samples };
}

/** Weights for one position between two input samples; whole-number ratios need a single set, so they are kept. */
function filterOf(slower: number, reach: number): (fraction: number) => Float64Array {
  // A little below half of the slower rate, in cycles per input sample.
  const cutoff = (slower / 2) * 0.95;
  const kept = new Map<number, Float64Array>();
  return (fraction) => {
    const known = kept.get(fraction);
    if (known) return known;
    const weights = Float64Array.from({ length: reach * 2 + 1 }, (_, index) =>
      tap(index - reach - fraction, cutoff, reach),
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    const even = weights.map((weight) => weight / sum);
    if (kept.size < 1000) kept.set(fraction, even);
    return even;
  };
}

function tap(distance: number, cutoff: number, reach: number): number {
  if (Math.abs(distance) >= reach) return 0;
  const angle = 2 * Math.PI * cutoff * distance;
  const sinc = distance === 0 ? 1 : Math.sin(angle) / angle;
  return sinc * (0.5 + 0.5 * Math.cos((Math.PI * distance) / reach));
}
