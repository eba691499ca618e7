import { createHash, randomUUID } from 'node:crypto';
import { copyFile, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { decodeWave, encodeWave, type MonoSound } from './wave-file.ts';

export interface Sentence {
  /** File below the folder, without `.wav`. */
  key: string;
  /** Everything the sound depends on: another identity is spoken again. */
  identity: object;
  /** @param workFile a path that may be used and is removed */
  speak(workFile: string): Promise<MonoSound>;
}

export interface SpokenPrompts {
  spoken: string[];
  recorded: string[];
  unchanged: number;
}

/** Speakers at a time: each is one busy core for half a second a sentence. */
const atOnce = 2;

/** Brings `<outDir>/<key>.wav` of every sentence up to date; `<outDir>/<indexName>` remembers what was spoken. */
export async function speakChanged(
  { outDir, recordedDir, indexName }: { outDir: string; recordedDir?: string; indexName: string },
  sentences: readonly Sentence[],
): Promise<SpokenPrompts> {
  const indexFile = join(outDir, indexName);
  const known = await readIndex(indexFile);
  const built: Record<string, string> = {};
  const result: SpokenPrompts = { spoken: [], recorded: [], unchanged: 0 };
  const waiting = [...sentences];
  const speaker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await bringUpToDate(next);
  };
  const bringUpToDate = async ({ key, identity, speak }: Sentence) => {
    const target = join(outDir, `${key}.wav`);
    await mkdir(dirname(target), { recursive: true });
    if (recordedDir && (await takeRecorded(join(recordedDir, `${key}.wav`), target))) {
      result.recorded.push(key);
      return;
    }
    const hash = hashOf(identity);
    built[key] = hash;
    if (known[key] === hash && (await exists(target))) {
      result.unchanged++;
      return;
    }
    const work = workFile(target);
    const sound = await speak(`${work}.speaking`);
    await writeFile(`${work}.new`, encodeWave(sound));
    await rename(`${work}.new`, target);
    result.spoken.push(key);
  };
  await Promise.all(Array.from({ length: atOnce }, speaker));
  const newIndex = workFile(indexFile);
  await writeFile(newIndex, `${JSON.stringify(built, null, 2)}\n`);
  await rename(newIndex, indexFile);
  return result;
}

/** Two products may start on one cache at the same moment: each works on files of its own, and the last one is as good as the first. */
export function workFile(target: string): string {
  return `${target}.${process.pid}.${randomUUID().slice(0, 8)}`;
}

async function takeRecorded(source: string, target: string): Promise<boolean> {
  if (!(await exists(source))) return false;
  const { rate } = decodeWave(await readFile(source));
  if (rate !== 8000) throw new Error(`${source} has ${rate} samples a second; the telephone needs 8000.`);
  await copyFile(source, target);
  return true;
}

function hashOf(identity: object): string {
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32);
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
