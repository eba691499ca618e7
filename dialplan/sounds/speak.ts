import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Voice } from './prompts.ts';
import { resample } from './resample.ts';
import { telephoneRate } from './tones.ts';
import { decodeWave, type MonoSound } from './wave-file.ts';

export interface SpeechTools {
  /** The Open JTalk program. */
  openJtalk: string;
  /** Folder of the dictionary (`…/mecab/dic/open-jtalk/naist-jdic`). */
  dictionary: string;
  /** The `.htsvoice` file. */
  voice: string;
}

/** Longest a sentence may take; a second is usual. */
const withinMs = 30_000;
/** Where speech peaks after levelling, of full scale: telephone speech is never loud. */
const peak = 0.5;

/** Speaks one text; `workFile` is a path this may use and removes. @throws Error when the program fails. */
export async function speak(tools: SpeechTools, text: string, voice: Voice, workFile: string): Promise<MonoSound> {
  const input = `${workFile}.txt`;
  await writeFile(input, `${text}\n`);
  try {
    await promisify(execFile)(tools.openJtalk, [...switches(tools, voice), '-ow', workFile, input], {
      timeout: withinMs,
    });
    return level(resample(decodeWave(await readFile(workFile)), telephoneRate));
  } finally {
    await rm(input, { force: true });
    await rm(workFile, { force: true });
  }
}

function switches(tools: SpeechTools, voice: Voice): string[] {
  const allPass = voice.allPass === undefined ? [] : ['-a', String(voice.allPass)];
  return [
    '-x',
    tools.dictionary,
    '-m',
    tools.voice,
    '-r',
    String(voice.speed),
    '-fm',
    String(voice.halfTone),
    ...allPass,
  ];
}

/** Every voice is as loud as the others. */
export function level(sound: MonoSound): MonoSound {
  const loudest = sound.samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return loudest === 0 ? sound : { ...sound, samples: sound.samples.map((value) => (value / loudest) * peak) };
}
