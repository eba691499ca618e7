import { tonePower } from '../../product/tone-power.ts';

/** Quieter than this is no voice of ours: −34 dB of full scale. */
const LEAST_POWER = 0.0004;

/** Share of the sound's energy that lies in one pitch: 1 for a pure tone, about 0.1 for speech, music in between. */
export function tonePurity(pcm: Buffer, hertz: number, rate: number): number {
  const count = Math.floor(pcm.length / 2);
  let energy = 0;
  for (let index = 0; index < count; index += 1) energy += (pcm.readInt16LE(index * 2) / 32_768) ** 2;
  const power = tonePower(pcm, hertz, rate, 0, 1);
  return power < LEAST_POWER ? 0 : power / ((2 * energy) / Math.max(1, count));
}
