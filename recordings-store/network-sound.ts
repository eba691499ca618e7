import { FRAME_BYTES, SAMPLE_RATE } from './spool.ts';

/** Long enough to tell 350 Hz from 400 Hz, short enough to lie inside one beep. */
const WINDOW_FRAMES = SAMPLE_RATE / 5;
/** Below this mean square a window is a line that hisses. */
const SILENCE_POWER = 40_000;
/** A Japanese ringing, busy or congestion tone is 400 Hz ± 20; the ringing one is wavered by 15 to 20 Hz, so it reaches as far again. */
const TONE_HZ = 400;
const TONE_HALF_WIDTH_HZ = 40;
const TONE_SHARE = 0.8;
/** A tone begins and ends anywhere in a window: only what lies between the first and the last loud step is judged. */
const STEP_FRAMES = SAMPLE_RATE / 50;
/** Shorter, neighbouring pitches cannot be told apart. */
const SHORTEST_FRAMES = 4 * STEP_FRAMES;

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
    if (powerOf(samples) < SILENCE_POWER) continue;
    fromFrame ??= start;
    const loud = loudPart(samples);
    if (loud.length >= SHORTEST_FRAMES && toneShare(loud) < TONE_SHARE) onlyTone = false;
  }
  return { fromFrame, onlyTone: fromFrame !== null && onlyTone };
}

const powerOf = (samples: Float64Array) =>
  samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);

/** Without silent steps at either end, and without the step in which the sound begins or ends. */
function loudPart(samples: Float64Array): Float64Array {
  const steps = Array.from({ length: samples.length / STEP_FRAMES }, (_, step) =>
    powerOf(samples.subarray(step * STEP_FRAMES, (step + 1) * STEP_FRAMES)),
  );
  const first = steps.findIndex((power) => power >= SILENCE_POWER);
  const last = steps.findLastIndex((power) => power >= SILENCE_POWER);
  const from = first <= 0 ? 0 : first + 1;
  const to = last === steps.length - 1 ? steps.length : last;
  return samples.subarray(from * STEP_FRAMES, Math.max(from, to) * STEP_FRAMES);
}

/** Share of the power that lies around 400 Hz, by Goertzel's filter. The bins are one window apart, so their powers add up. */
function toneShare(samples: Float64Array): number {
  const apartHz = SAMPLE_RATE / samples.length;
  const bins = Math.max(1, Math.floor(TONE_HALF_WIDTH_HZ / apartHz));
  let inTone = 0;
  for (let bin = -bins; bin <= bins; bin += 1) inTone += powerAt(samples, TONE_HZ + bin * apartHz);
  return inTone / powerOf(samples);
}

function powerAt(samples: Float64Array, hz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / SAMPLE_RATE);
  let [previous, beforeThat] = [0, 0];
  for (const sample of samples) [previous, beforeThat] = [sample + coefficient * previous - beforeThat, previous];
  const energy = previous * previous + beforeThat * beforeThat - coefficient * previous * beforeThat;
  return (2 * energy) / (samples.length * samples.length);
}
