import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface ReadFile {
  name: string;
  /** `Name: value` lines of the whole file, names in small letters: a status report has some in its text. */
  head: ReadonlyMap<string, string>;
  /** What stands behind the first empty line. */
  body: Buffer;
  changedMs: number;
}

/** A file that was written to a moment ago may not be whole. */
const SETTLED_MS = 1_000;
/** Files are small; a folder that holds more new ones than this is worked off over several looks. */
const AT_ONCE = 1_000;

/**
 * A folder of the daemon's, each file of which is read once. What its owner clears away is forgotten here too, so that this remembers no
 * more than the folder holds.
 */
export class SpoolFolder {
  readonly #path: string;
  readonly #done = new Map<string, ReadFile>();

  constructor(path: string) {
    this.#path = path;
  }

  /** Those read so far that are still there, without their bodies. */
  files(): Iterable<ReadFile> {
    return this.#done.values();
  }

  /** @param take true = dealt with; false = show it again at the next look */
  async readNew(take: (file: ReadFile) => Promise<boolean>): Promise<void> {
    const names = await namesIn(this.#path);
    const present = new Set(names);
    for (const name of this.#done.keys()) if (!present.has(name)) this.#done.delete(name);
    const fresh = names.filter((name) => !this.#done.has(name)).slice(0, AT_ONCE);
    for (const name of fresh) {
      const file = await readSettled(this.#path, name);
      if (file && (await take(file))) this.#done.set(name, { ...file, body: Buffer.alloc(0) });
    }
  }
}

async function namesIn(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** @returns undefined for what is not whole yet, is gone again, or is no file */
async function readSettled(folder: string, name: string): Promise<ReadFile | undefined> {
  const path = join(folder, name);
  try {
    const { mtimeMs: changedMs } = await stat(path);
    if (Date.now() - changedMs < SETTLED_MS) return undefined;
    const bytes = await readFile(path);
    const end = bytes.indexOf('\n\n');
    const rows = [...bytes.toString('latin1').matchAll(/^([A-Za-z_]+): *(.*)$/gm)];
    const head = new Map(rows.map(([, key = '', value = '']) => [key.toLowerCase(), value.trim()]));
    return { name, head, body: end < 0 ? Buffer.alloc(0) : bytes.subarray(end + 2), changedMs };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EISDIR') return undefined;
    throw error;
  }
}
