import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { prompts, type Voice } from './prompts.ts';
import { type SpeechTools, speak } from './speak.ts';
import { decodeWave, encodeWave } from './wave-file.ts';

export interface PromptBuild extends SpeechTools {
  outDir: string;
  /** Recorded prompts that replace spoken ones: `<recordedDir>/<key>.wav`, mono, 16 bit, 8 kHz. */
  recordedDir?: string;
}

export interface PromptResult {
  spoken: string[];
  recorded: string[];
  unchanged: number;
}

/** Speakers at a time: each is one busy core for half a second a sentence. */
const atOnce = 2;

/**
 * Brings `<outDir>/<key>.wav` up to date with prompts.json. A prompt is spoken again only when its text, its voice or the voice
 * file changed; `<outDir>/prompts-built.json` remembers what was spoken.
 */
export async function buildPrompts(build: PromptBuild): Promise<PromptResult> {
  const indexFile = join(build.outDir, 'prompts-built.json');
  const known = await readIndex(indexFile);
  const built: Record<string, string> = {};
  const result: PromptResult = { spoken: [], recorded: [], unchanged: 0 };
  const voiceFile = await fingerprint(build.voice);
  const waiting = Object.entries(prompts.prompts);
  const speaker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await bringUpToDate(...next);
  };
  const bringUpToDate = async (key: string, { voice: voiceName, text }: { voice: string; text: string }) => {
    const voice = prompts.voices[voiceName];
    if (!voice) throw new Error(`prompts.json: ${key} names the voice "${voiceName}", which is not there.`);
    const target = join(build.outDir, `${key}.wav`);
    await mkdir(dirname(target), { recursive: true });
    if (build.recordedDir && (await takeRecorded(join(build.recordedDir, `${key}.wav`), target))) {
      result.recorded.push(key);
      return;
    }
    const hash = hashOf(text, voice, voiceFile);
    built[key] = hash;
    if (known[key] === hash && (await exists(target))) {
      result.unchanged++;
      return;
    }
    const sound = await speak(build, text, voice, `${target}.speaking`);
    await writeFile(`${target}.new`, encodeWave(sound));
    await rename(`${target}.new`, target);
    result.spoken.push(key);
  };
  await Promise.all(Array.from({ length: atOnce }, speaker));
  await writeFile(indexFile, `${JSON.stringify(built, null, 2)}\n`);
  return result;
}

async function takeRecorded(source: string, target: string): Promise<boolean> {
  if (!(await exists(source))) return false;
  const { rate } = decodeWave(await readFile(source));
  if (rate !== 8000) throw new Error(`${source} has ${rate} samples a second; the telephone needs 8000.`);
  await copyFile(source, target);
  return true;
}

function hashOf(text: string, voice: Voice, voiceFile: string): string {
  return createHash('sha256')
    .update(JSON.stringify({ text, voice, voiceFile, form: 1 }))
    .digest('hex')
    .slice(0, 32);
}

/** Name and size tell one voice from another well enough. */
async function fingerprint(voiceFile: string): Promise<string> {
  return `${voiceFile.split('/').at(-1)}:${(await stat(voiceFile)).size}`;
}

async function readIndex(file: string): Promise<Record<string, string>> {
  if (!(await exists(file))) return {};
  const index: unknown = JSON.parse(await readFile(file, 'utf8'));
  return Object.fromEntries(Object.entries(index ?? {}).filter(([, hash]) => typeof hash === 'string'));
}

async function exists(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
