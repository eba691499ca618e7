import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { assertMemoryFolder } from './preflight.ts';

const memoryRoot = '/dev/shm';

export interface MemoryFolder {
  directory: string;
  /**
   * Raw sound of calls that go on or have just ended. A power cut loses it: the call in hand, and ended calls that were not sealed yet
   * (at most the last minute). It survives the end and the crash of every process.
   */
  spoolDir: string;
}

/** One installation's folder in memory: control sockets and the raw sound, nothing of which may reach a disk. */
export function memoryFolder(instanceId: string): MemoryFolder {
  const directory = join(memoryRoot, `toritsugi-${instanceId}`);
  return { directory, spoolDir: join(directory, 'spool') };
}

export function prepareMemoryFolder({ directory, spoolDir }: MemoryFolder): void {
  assertMemoryFolder(memoryRoot);
  mkdirSync(spoolDir, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
}

export function removeMemoryFolder(instanceId: string): void {
  rmSync(memoryFolder(instanceId).directory, { recursive: true, force: true });
}
