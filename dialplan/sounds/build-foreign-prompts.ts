import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { type ForeignVoice, foreignSentences } from './foreign-prompts.ts';
import { resample } from './resample.ts';
import { level } from './speak.ts';
import { type SpokenPrompts, speakChanged } from './speak-changed.ts';
import { telephoneRate } from './tones.ts';
import { decodeWave, type MonoSound } from './wave-file.ts';

export interface ForeignSpeech {
  /** The espeak-ng program and what comes before its own switches. */
  command: readonly [string, ...string[]];
  /** Folder that holds `espeak-ng-data`. */
  dataParent: string;
}

/** Longest a sentence may take; a tenth of a second is usual. */
const withinMs = 15_000;

/** Nepali and Vietnamese beside the Japanese, spoken again only when their text or voice changed. */
export function buildForeignPrompts(
  build: ForeignSpeech & { outDir: string; recordedDir?: string },
): Promise<SpokenPrompts> {
  const sentences = foreignSentences.map(({ key, text, voice }) => ({
    key,
    identity: { text, voice, form: 1 },
    speak: (workFile: string) => speakForeign(build, text, voice, workFile),
  }));
  return speakChanged({ ...build, indexName: 'foreign-prompts-built.json' }, sentences);
}

async function speakForeign(
  { command, dataParent }: ForeignSpeech,
  text: string,
  voice: ForeignVoice,
  workFile: string,
): Promise<MonoSound> {
  const input = `${workFile}.txt`;
  await writeFile(input, `${text}\n`);
  const [program, ...before] = command;
  const manner = ['-v', voice.voice, '-s', String(voice.wordsPerMinute), '-p', String(voice.pitch)];
  try {
    await promisify(execFile)(program, [...before, `--path=${dataParent}`, ...manner, '-w', workFile, '-f', input], {
      timeout: withinMs,
    });
    return level(resample(decodeWave(await readFile(workFile)), telephoneRate));
  } finally {
    await rm(input, { force: true });
    await rm(workFile, { force: true });
  }
}
