import type { MonoSound } from './wave-file.ts';

/** Taps on each side of the centre, in samples of the slower rate: steep enough that nothing audible folds back. */
const halfWidth = 16;

/** Band-limited change of rate (windowed sinc). Speech synthesis gives 48 kHz, the telephone carries 8 kHz. */
export function resample(sound: MonoSound, rate: number): MonoSound {
  if (sound.rate === rate) return sound;
  const ratio = rate / sound.rate;
  // Cut a little below half of the slower rate, in cycles per input sample.
  const cutoff = (Math.min(1, ratio) / 2) * 0.95;
  const reach = halfWidth / Math.min(1, ratio);
  const samples = new Float64Array(Math.floor(sound.samples.length * ratio));
  for (let out = 0; out < samples.length; out++) {
    const centre = out / ratio;
    let sum = 0;
    let weights = 0;
    for (let at = Math.max(0, Math.ceil(centre - reach)); at <= centre + reach && at < sound.samples.length; at++) {
      const weight = tap(at - centre, cutoff, reach);
      sum += weight * (sound.samples[at] ?? 0);
      weights += weight;
    }
    samples[out] = weights === 0 ? 0 : sum / weights;
  }
  return { rate, samples };
}

function tap(distance: number, cutoff: number, reach: number): number {
  const angle = 2 * Math.PI * cutoff * distance;
  const sinc = distance === 0 ? 1 : Math.sin(angle) / angle;
  return sinc * (0.5 + 0.5 * Math.cos((Math.PI * distance) / reach));
}
