import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { holdTune, ringingTone, silence, tone } from './tones.ts';
import { encodeWave, type MonoSound } from './wave-file.ts';

/** Sounds that need no voice; Asterisk cannot start its hold classes without the first two. */
const tones: Record<string, () => MonoSound> = {
  'silence/silence': () => silence(10),
  'hold/hold': holdTune,
  'pbx/beep': () => tone(1000, 0.6, 0.35),
  'carrier/beep': () => tone(1000, 0.6, 0.35),
  'carrier/ringing': ringingTone,
};

/** Writes `<outDir>/<key>.wav` for each. Quick (milliseconds), so it is done at every start. */
export async function buildTones(outDir: string): Promise<void> {
  for (const [key, make] of Object.entries(tones)) {
    const file = join(outDir, `${key}.wav`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, encodeWave(make()));
  }
}
