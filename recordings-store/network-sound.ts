import { FRAME_BYTES, SAMPLE_RATE } from './spool.ts';

/** Long enough to tell 375 Hz from 425 Hz, short enough to lie inside one beep. */
const WINDOW_FRAMES = SAMPLE_RATE / 5;
/** Below this mean square a window is a line that hisses. */
const SILENCE_POWER = 40_000;
/** A Japanese ringing, busy or congestion tone is 400 Hz, the ringing one wavered by 15 to 20 Hz. */
const TONE_HZ = [380, 385, 390, 395, 400, 405, 410, 415, 420];
const TONE_SHARE = 0.8;

export interface NetworkSound {
  /** First frame of anything audible; null = silence all through. */
  fromFrame: number | null;
  /** Everything audible is the exchange's tone: there is nothing to be told by ear. */
  onlyTone: boolean;
}

/** What the left channel (what the network sends) of an unanswered call holds. */
export function listenTo(raw: Buffer): NetworkSound {
  const frames = Math.floor(raw.length / FRAME_BYTES);
  let fromFrame: number | null = null;
  let onlyTone = true;
  for (let start = 0; start + WINDOW_FRAMES <= frames; start += WINDOW_FRAMES) {
    const samples = Float64Array.from({ length: WINDOW_FRAMES }, (_, index) =>
      raw.readInt16LE((start + index) * FRAME_BYTES),
    );
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / WINDOW_FRAMES;
    if (power < SILENCE_POWER) continue;
    fromFrame ??= start;
    if (toneShare(samples, power) < TONE_SHARE) onlyTone = false;
  }
  return { fromFrame, onlyTone: fromFrame !== null && onlyTone };
}

/** Share of the power that lies around 400 Hz, by Goertzel's filter. The bins are one window apart, so their powers add up. */
function toneShare(samples: Float64Array, power: number): number {
  const inTone = TONE_HZ.reduce((sum, hz) => sum + powerAt(samples, hz), 0);
  return inTone / power;
}

function powerAt(samples: Float64Array, hz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / SAMPLE_RATE);
  let [previous, beforeThat] = [0, 0];
  for (const sample of samples) [previous, beforeThat] = [sample + coefficient * previous - beforeThat, previous];
  const energy = previous * previous + beforeThat * beforeThat - coefficient * previous * beforeThat;
  return (2 * energy) / (samples.length * samples.length);
}
