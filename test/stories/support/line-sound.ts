import { rms, tonePower } from '../../support/sound.ts';

/** What a citizen hears in one moment: the agent's voice, something else (sentence, music), nothing. */
export type OnLine = 'agent' | 'other' | 'nothing';

export const FRAME_MS = 20;
/** A quarter of the quietest moment of the music on hold. */
const AUDIBLE = 0.003;
/** Speech and music touch the agent's tones too, but never for so long. */
const WINDOW_FRAMES = 8;
const AGENT_FRAMES = 6;

/** @param hertz the tones that only the agent's voice is made of */
export function onLine(track: Float64Array, rate: number, hertz: readonly number[]): OnLine[] {
  const size = Math.round((rate * FRAME_MS) / 1_000);
  const frames: { audible: boolean; agents: boolean }[] = [];
  for (let from = 0; from + size <= track.length; from += size) {
    const power = rms(track, from, from + size) ** 2;
    const own = Math.max(...hertz.map((one) => tonePower(track, rate, one, from, from + size))) / 2;
    frames.push({ audible: power > AUDIBLE ** 2, agents: own > power * 0.6 });
  }
  return frames.map(({ audible, agents }, index) => {
    if (!audible) return 'nothing';
    const around = frames.slice(Math.max(0, index - WINDOW_FRAMES / 2), index + WINDOW_FRAMES / 2);
    const sure = around.filter((one) => one.audible && one.agents).length >= AGENT_FRAMES;
    return agents && sure ? 'agent' : 'other';
  });
}

/** The longest stretch of `what`, in ms, and where it begins. */
export function longest(frames: readonly OnLine[], what: OnLine): { ms: number; atMs: number } {
  let best = { ms: 0, atMs: 0 };
  let from = 0;
  frames.forEach((frame, index) => {
    if (frame !== what) from = index + 1;
    else if ((index + 1 - from) * FRAME_MS > best.ms)
      best = { ms: (index + 1 - from) * FRAME_MS, atMs: from * FRAME_MS };
  });
  return best;
}

/** Milliseconds into the sound of the first run of `what` from `fromMs` on, long enough to be one; undefined when there is none. */
export function firstOf(frames: readonly OnLine[], what: OnLine, fromMs: number, runMs = 60): number | undefined {
  const run = runMs / FRAME_MS;
  for (let index = Math.max(0, Math.ceil(fromMs / FRAME_MS)); index + run <= frames.length; index += 1)
    if (frames.slice(index, index + run).every((frame) => frame === what)) return index * FRAME_MS;
  return undefined;
}

/** The last moment at which the agent was heard before `beforeMs`. */
export function lastAgentBefore(frames: readonly OnLine[], beforeMs: number): number | undefined {
  for (let index = Math.min(frames.length, Math.floor(beforeMs / FRAME_MS)) - 1; index >= 0; index -= 1)
    if (frames[index] === 'agent') return (index + 1) * FRAME_MS;
  return undefined;
}
