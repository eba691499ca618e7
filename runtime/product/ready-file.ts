import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '../write-atomically.ts';
import type { Login } from './demo-logins.ts';

/** The contract with checks from outside (docs/operations.md): there while the system serves, and only then. */
export interface ReadyFile {
  url: string;
  logins: Login[];
  selfTest: { ok: boolean; answerToAudioMs: number | null; recordedSec: number | null; playedBack: boolean };
  pids: Record<string, number>;
}

export const readyFilePath = (dataDir: string) => join(dataDir, 'ready.json');

export function writeReadyFile(dataDir: string, ready: ReadyFile): void {
  writeAtomically(readyFilePath(dataDir), `${JSON.stringify(ready, null, 2)}\n`);
}

/** Undefined while the system does not serve. */
export function readReadyFile(dataDir: string): ReadyFile | undefined {
  const path = readyFilePath(dataDir);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as ReadyFile) : undefined;
}

export function removeReadyFile(dataDir: string): void {
  rmSync(readyFilePath(dataDir), { force: true });
}
