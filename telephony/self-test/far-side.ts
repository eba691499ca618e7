import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Anything quieter is comfort noise or the codec's own; a test tone is some thirty times louder. */
const SOUND_THRESHOLD = 1_000;
const LOG_WAIT_MS = 5_000;

interface FarLeg {
  callId: string;
  answeredMs: number;
  heard: string;
}

/** The far side writes its line when its leg ends, a moment after ours does. */
export async function farLegOf(logFile: string, sipCallId: string): Promise<FarLeg | undefined> {
  for (const deadline = Date.now() + LOG_WAIT_MS; Date.now() < deadline; ) {
    const text = await readFile(logFile, 'utf8').catch(() => '');
    const line = text.split('\n').find((candidate) => candidate.includes(`"callId":"${sipCallId}"`));
    if (line) return JSON.parse(line) as FarLeg;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return undefined;
}

/**
 * From the far side's answer (its recorder starts with it) to the first sample of our sound at the far ear, in ms.
 * @returns undefined when it heard nothing at all.
 */
export async function answerToAudioMs(soundDir: string, leg: FarLeg): Promise<number | undefined> {
  const wave = await readFile(join(soundDir, leg.heard));
  const { data, sampleRate } = wavePcm(wave);
  for (let index = 0; index + 1 < data.length; index += 2) {
    if (Math.abs(data.readInt16LE(index)) > SOUND_THRESHOLD) return Math.round((index / 2 / sampleRate) * 1_000);
  }
  return undefined;
}

/** Mono 16-bit PCM out of RIFF; a writer that was cut off leaves the length 0, so the rest of the file counts. */
function wavePcm(wave: Buffer): { data: Buffer; sampleRate: number } {
  if (wave.toString('latin1', 0, 4) !== 'RIFF') throw new Error('the far side left no wave file');
  const start = wave.indexOf('data', 12, 'latin1') + 8;
  const length = wave.readUInt32LE(start - 4);
  return { data: wave.subarray(start, length > 0 ? start + length : undefined), sampleRate: wave.readUInt32LE(24) };
}
