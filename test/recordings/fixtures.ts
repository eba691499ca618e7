import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { Sql } from '../../core/platform/postgres.ts';
import { type PipelineOptions, recordingPipeline } from '../../recordings-store/index.ts';

export const silentLogger = pino({ level: process.env['TEST_LOG'] ?? 'silent' });

/** As the product resolves it: FFMPEG_BIN, then PATH. */
export const ffmpeg = process.env['FFMPEG_BIN'] ?? 'ffmpeg';

export interface Places {
  root: string;
  spoolDir: string;
  storeDir: string;
  masterKeyFile: string;
  remove(): Promise<void>;
}

export async function makePlaces(): Promise<Places> {
  const root = await mkdtemp(join(tmpdir(), 'toritsugi-rec-'));
  const places = {
    root,
    spoolDir: join(root, 'spool'),
    storeDir: join(root, 'store'),
    masterKeyFile: join(root, 'key'),
  };
  await mkdir(places.spoolDir);
  await writeFile(places.masterKeyFile, `${randomBytes(32).toString('base64')}\n`);
  return { ...places, remove: () => rm(root, { recursive: true, force: true }) };
}

export function pipelineFor(sql: Sql, places: Places, more: Partial<PipelineOptions> = {}) {
  const { spoolDir, storeDir, masterKeyFile } = places;
  return recordingPipeline({ sql, logger: silentLogger, spoolDir, storeDir, masterKeyFile, ffmpeg, ...more });
}

/** Interleaved raw sound: one tone per channel; a list of `[fromSec, toSec]` says when each is heard. */
export function rawTones(options: {
  seconds: number;
  leftHz?: number;
  rightHz?: number;
  leftOn?: [number, number][];
  rightOn?: [number, number][];
}): Buffer {
  const { seconds, leftHz = 440, rightHz = 1000 } = options;
  const frames = Math.round(seconds * 8000);
  const samples = new Int16Array(frames * 2);
  const on = (spans: [number, number][] | undefined, at: number) =>
    spans === undefined || spans.some(([from, to]) => at >= from && at < to);
  for (let frame = 0; frame < frames; frame++) {
    const at = frame / 8000;
    if (on(options.leftOn, at)) samples[frame * 2] = Math.round(12_000 * Math.sin(2 * Math.PI * leftHz * at));
    if (on(options.rightOn, at)) samples[frame * 2 + 1] = Math.round(12_000 * Math.sin(2 * Math.PI * rightHz * at));
  }
  return Buffer.from(samples.buffer);
}

export interface FakeCall {
  callId: string;
  recordingId: string;
  endedRealMs: number;
}

/** An ended call as telephony leaves it: answered, talked `talkMs`, hung up `endedAgoMs` ago. */
export async function endedCall(
  sql: Sql,
  options: { talkMs: number; endedAgoMs?: number; endedBy?: string; answered?: boolean; abandoned?: boolean } & {
    lineResult?: string;
    sipCallId?: string;
    personId?: number;
    agentId?: string;
    subjectId?: string;
  },
): Promise<FakeCall> {
  const { talkMs, endedAgoMs = 5_000, endedBy = 'citizen', answered = true } = options;
  const call = { callId: randomUUID(), recordingId: randomUUID(), endedRealMs: Date.now() - endedAgoMs };
  const ended = new Date(call.endedRealMs);
  const begun = new Date(call.endedRealMs - talkMs);
  await sql`
    insert into call ${sql({
      id: call.callId,
      node: 'test',
      direction: 'outbound',
      state: 'ended',
      created_at: begun,
      answered_at: answered ? begun : null,
      ended_at: ended,
      answered_real_ms: answered ? call.endedRealMs - talkMs : null,
      ended_real_ms: call.endedRealMs,
      line_result: options.lineResult ?? (answered ? 'answered_human' : 'no_answer'),
      ended_by: endedBy,
      abandoned: options.abandoned ?? false,
      recording_id: call.recordingId,
      ring_spool: `${call.recordingId}.ring.raw`,
      call_spool: `${call.recordingId}.raw`,
      sip_call_id: options.sipCallId ?? null,
      person_id: options.personId ?? null,
      agent_id: options.agentId ?? null,
      subject_id: options.subjectId ?? null,
    })}`;
  return call;
}

/** Puts a file into the spool as Asterisk leaves it: closed with the hang-up. */
export async function spoolFile(places: Places, name: string, content: Buffer, closedAtMs: number): Promise<void> {
  const path = join(places.spoolDir, name);
  await writeFile(path, content);
  await utimes(path, closedAtMs / 1000, closedAtMs / 1000);
}

export async function until<T>(what: string, limitMs: number, probe: () => Promise<T | undefined | false>): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > end) throw new Error(`${what}: not within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export interface RecordingRowForTest {
  id: string;
  state: string;
  flags: string[];
  path: string;
  attempts: number;
  recorded_ms: number;
  talk_ms: number;
  far_ms: number | null;
  plain_bytes: number;
  plain_sha256: string;
  last_error: string | null;
  peaks: { perSecond: number; left: number[]; right: number[] };
}

export async function recordingRow(sql: Sql, id: string): Promise<RecordingRowForTest | undefined> {
  const [row] = await sql<RecordingRowForTest[]>`select * from recording where id = ${id}`;
  return row;
}

export function reached(sql: Sql, id: string, state: string, limitMs = 10_000): Promise<RecordingRowForTest> {
  return until(`recording ${state}`, limitMs, async () => {
    const row = await recordingRow(sql, id);
    return row?.state === state && row;
  });
}

export async function incidentsOf(sql: Sql, callId: string | null): Promise<string[]> {
  const rows = await sql<{ kind: string }[]>`
    select kind from incident where call_id is not distinct from ${callId} order by kind`;
  return rows.map((row) => row.kind);
}

/** Decodes Opus to interleaved 8 kHz samples with the same program that encoded it. */
export function decodeOpus(opus: Buffer): Buffer {
  const args = [
    '-hide_banner',
    '-loglevel',
    'error',
    '-i',
    'pipe:0',
    '-ar',
    '8000',
    '-c:a',
    'pcm_s16le',
    '-f',
    's16le',
    'pipe:1',
  ];
  return execFileSync(ffmpeg, args, { input: opus, maxBuffer: 1 << 28 });
}

export async function readAll(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces);
}
