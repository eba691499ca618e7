import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeAtomically } from '../write-atomically.ts';
import { identifyProcess, type ProcessIdentity } from './process-identity.ts';

const identitySchema = z.object({ pid: z.number().int(), startTick: z.string(), bootId: z.string() });

/** What runs for one data folder, so that a crash of the launcher leaves nobody without a name. */
export class PidsFile {
  readonly #path: string;
  readonly #processes = new Map<string, ProcessIdentity>();
  #listener: ((processes: ProcessIdentity[]) => void) | undefined;
  constructor(path: string) {
    this.#path = path;
  }

  /** Told now and after every change. */
  onChange(listener: (processes: ProcessIdentity[]) => void): void {
    this.#listener = listener;
    listener([...this.#processes.values()]);
  }

  record(name: string, pid: number): void {
    const identity = identifyProcess(pid);
    if (!identity) return;
    this.#processes.set(name, identity);
    this.#write();
  }

  forget(name: string): void {
    if (this.#processes.delete(name)) this.#write();
  }

  pids(): Record<string, number> {
    return Object.fromEntries([...this.#processes].map(([name, { pid }]) => [name, pid]));
  }

  #write(): void {
    this.#listener?.([...this.#processes.values()]);
    writeAtomically(this.#path, JSON.stringify(Object.fromEntries(this.#processes), null, 2));
  }
}

/** What the last launcher recorded, oldest first; empty when there is no file or it is not readable as one. */
export function readPidsFile(path: string): ProcessIdentity[] {
  return existsSync(path) ? parseIdentities(readFileSync(path, 'utf8')) : [];
}

/** Out of a JSON object or array of identities. */
export function parseIdentities(text: string): ProcessIdentity[] {
  try {
    return z.array(identitySchema).parse(Object.values(JSON.parse(text)));
  } catch {
    return []; // cut off by a crash: the lock and the watchdog still know their own
  }
}
