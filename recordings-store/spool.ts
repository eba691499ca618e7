import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordingJob } from './queries.ts';

/**
 * The spool: a folder in memory into which Asterisk writes. Raw sound: 8,000 frames a second, two signed 16-bit
 * little-endian samples a frame; left what the citizen says, right what the citizen hears.
 */
export const FRAME_BYTES = 4;
export const FRAMES_PER_MS = 8;
export const SAMPLE_RATE = 8000;

/** Longer than the exchange's write buffer (32,768 bytes = 1.02 s of this format): no growth for this long = closed. */
export const QUIET_MS = 1_500;

export interface SpoolFile {
  name: string;
  bytes: number;
  /** What is left over of a frame when the writer was killed. */
  strayBytes: number;
  ms: number;
  quietForMs: number;
  mtimeMs: number;
}

const NAME = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})[.\w]*$/;

/** The recording a spool file belongs to; undefined for a name that is not ours. */
export function recordingIdOf(name: string): string | undefined {
  return NAME.exec(name)?.[1];
}

/** Only names made of an id are ever joined to the folder, whatever a row says. */
export function spoolPath(spoolDir: string, name: string): string {
  if (!NAME.test(name)) throw new Error('a spool file is named after its recording');
  return join(spoolDir, name);
}

export function callSpoolName(job: Pick<RecordingJob, 'id' | 'callSpool'>): string {
  return job.callSpool ?? `${job.id}.raw`;
}

export function ringSpoolName(job: Pick<RecordingJob, 'id' | 'ringSpool'>): string {
  return job.ringSpool ?? `${job.id}.ring.raw`;
}

/** Named after its content: a second, overtaken worker writes the same bytes to the same name or others elsewhere. */
export function opusSpoolName(id: string, sha256: string): string {
  return `${id}.${sha256.slice(0, 16)}.opus`;
}

export async function lookAt(spoolDir: string, name: string): Promise<SpoolFile | undefined> {
  const found = await stat(spoolPath(spoolDir, name)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!found) return undefined;
  const frames = Math.floor(found.size / FRAME_BYTES);
  return {
    name,
    bytes: found.size,
    strayBytes: found.size % FRAME_BYTES,
    ms: Math.floor(frames / FRAMES_PER_MS),
    quietForMs: Date.now() - found.mtimeMs,
    mtimeMs: found.mtimeMs,
  };
}

export async function listSpool(spoolDir: string): Promise<string[]> {
  return (await readdir(spoolDir)).filter((name) => NAME.test(name));
}

/** Removes everything the spool holds of one recording: the sources go last, so a kill in between leaves them. */
export async function clearSpool(spoolDir: string, id: string, sources: readonly string[]): Promise<void> {
  const names = (await listSpool(spoolDir)).filter((name) => recordingIdOf(name) === id && !sources.includes(name));
  for (const name of [...names, ...sources]) await rm(spoolPath(spoolDir, name), { force: true });
}
