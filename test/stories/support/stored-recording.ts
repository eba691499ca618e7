import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readRaw, type Sound } from '../../support/sound.ts';
import type { RunningSystem } from './system.ts';

const run = promisify(execFile);

export interface StoredRecording {
  id: string;
  flags: string[];
  recordedMs: number;
  talkMs: number;
  farMs: number | null;
  /** Left = citizen, right = what the citizen heard; decoded from what the api plays to a reviewer. */
  sound: Sound;
}

interface RecordingRow {
  id: string;
  flags: string[];
  recorded_ms: number;
  talk_ms: number;
  far_ms: number | null;
}

/** The cookie of a session. */
export async function sessionCookie(system: RunningSystem, role: string): Promise<string> {
  const { user, password } = system.login(role);
  const response = await fetch(`${system.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(system.url).origin },
    body: JSON.stringify({ login: user, password }),
  });
  if (!response.ok) throw new Error(`${role} log-in: ${response.status} ${await response.text()}`);
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

/** Waits for the recording of a call to be sealed, fetches it as a reviewer would hear it, and decodes it. */
export async function storedRecording(
  system: RunningSystem,
  callId: string,
  timeoutMs = 60_000,
): Promise<StoredRecording> {
  const deadline = Date.now() + timeoutMs;
  let row: RecordingRow | undefined;
  while (!row && Date.now() < deadline) {
    [row] = await system.sql<RecordingRow[]>`select id, flags, recorded_ms, talk_ms, far_ms from recording
      where call_id = ${callId} and state = 'registered'`;
    if (!row) await new Promise((resolve) => setTimeout(resolve, 200));
  }
  if (!row) throw new Error(`the recording of call ${callId} was not registered within ${timeoutMs} ms`);
  const cookie = await sessionCookie(system, 'reviewer');
  const response = await fetch(`${system.url}/api/recordings/${row.id}/audio`, { headers: { cookie } });
  if (!response.ok) throw new Error(`audio: ${response.status} ${await response.text()}`);
  const raw = await decode(system.config.recordings.ffmpeg, Buffer.from(await response.arrayBuffer()));
  return {
    id: row.id,
    flags: row.flags,
    recordedMs: row.recorded_ms,
    talkMs: row.talk_ms,
    farMs: row.far_ms,
    sound: readRaw(raw, 8000, 2),
  };
}

/** Opus in Ogg → 8 kHz, 16 bit, both channels. */
export async function decode(ffmpeg: string, encoded: Buffer): Promise<Buffer> {
  const child = run(ffmpeg, ['-v', 'error', '-i', 'pipe:0', '-f', 's16le', '-ar', '8000', 'pipe:1'], {
    encoding: 'buffer',
    maxBuffer: 512 * 1024 * 1024,
  });
  child.child.stdin?.end(encoded);
  return (await child).stdout;
}
