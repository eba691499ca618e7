import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstanceConfig } from '../../core/platform/config.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import type { CarrierCall } from '../../dialplan/carrier/log.ts';
import { directoryStore, openRecording } from '../../recordings-store/index.ts';
import { decode } from '../../test/stories/support/stored-recording.ts';
import { bestCorrelation, readRaw, readWav, type Sound, toneTrace } from '../../test/support/sound.ts';
import { round } from '../spread.ts';

const FRAME_MS = 20;
const RATE = 8_000;
/** A second each at its own best place: on a busy machine one end slips against the other, by half a second at the worst. */
const WINDOW_FRAMES = 50;
const MAX_LAG = 30;
/** The same pattern is above it on a busy machine too, another one below 0.6 (test/stories/support/talking.ts). */
const SAME = 0.8;
const LEAK = 0.01;
/** Of a talk of two seconds: a packet or two of difference are the two ends' own starts and ends. */
const SHORT_MS = 250;
/** As much of a voice may lie in frames that are cut at another place. */
const LOST_MS = 200;

export interface SoakCall {
  id: string;
  sipCallId: string | null;
  loginId: string | null;
  recordingId: string | null;
  recordingState: string | null;
  recordedMs: number | null;
  flags: string[] | null;
}

export function answeredCalls(sql: Sql): Promise<SoakCall[]> {
  return sql<SoakCall[]>`
    select c.id, c.sip_call_id as "sipCallId", c.agent_login_id as "loginId", r.id as "recordingId", r.state as "recordingState",
      r.recorded_ms::float8 as "recordedMs", r.flags
    from call c left join recording r on r.call_id = c.id and r.kind = 'call'
    where c.answered_at is not null and c.direction <> 'synthetic' order by c.created_at`;
}

export interface CallVerdict {
  /** What is wrong with it, in words; empty = whole. */
  faults: string[];
  /** Recording less than the far side's talk, ms. */
  shortMs: number;
  /** Each voice in its channel against what the far side has of it: 1 = the same. */
  citizen: Likeness;
  agent: Likeness;
}

export interface Likeness {
  same: number;
  /** Voice that the far side has and the recording has not, ms. */
  lostMs: number;
}

/** One call's recording against what the far side itself said and heard. */
export async function judgeCall(
  { sql, config }: { sql: Sql; config: InstanceConfig },
  call: SoakCall,
  far: CarrierCall | undefined,
): Promise<CallVerdict> {
  const unknown = { same: Number.NaN, lostMs: Number.NaN };
  const nothing = { shortMs: Number.NaN, citizen: unknown, agent: unknown };
  if (!far?.said || !far.heard) return { faults: ['the far side knows nothing of it'], ...nothing };
  if (call.recordingState !== 'registered' || call.recordingId === null)
    return { faults: [`recording ${call.recordingState ?? 'missing'}`], ...nothing };
  const soundDir = config.carrier?.soundDir ?? '';
  const [said, heard] = await Promise.all(
    [far.said, far.heard].map(async (file) => first(readWav(await readFile(join(soundDir, file))))),
  );
  const stored = readRaw(await decode(config.recordings.ffmpeg, await bytesOf(sql, config, call.recordingId)), RATE, 2);
  const [left = new Float64Array(), right = new Float64Array()] = stored.channels;
  const shortMs = far.talkedMs - (call.recordedMs ?? 0);
  const citizen = likeness(left, said ?? left, 1_000);
  const agent = likeness(right, heard ?? right, 440);
  const faults = (call.flags ?? []).map((flag) => `flag ${flag}`);
  if (shortMs > SHORT_MS) faults.push(`${Math.round(shortMs)} ms short`);
  for (const [what, { same, lostMs }] of Object.entries({ 'left, the citizen': citizen, 'right, the agent': agent })) {
    if (!(same >= SAME)) faults.push(`${what}: another sound (${round(same, 2)})`);
    if (lostMs > LOST_MS) faults.push(`${what}: ${lostMs} ms of voice lost`);
  }
  if (power(left, 440) > LEAK * power(right, 440)) faults.push('the agent is in the left channel');
  if (power(right, 1_000) > LEAK * power(left, 1_000)) faults.push('the citizen is in the right channel');
  return { faults, shortMs, citizen, agent };
}

const first = (sound: Sound) => sound.channels[0] ?? new Float64Array();
const trace = (track: Float64Array, hertz: number) => toneTrace(track, RATE, hertz, FRAME_MS);
/** Power of a frame in which somebody speaks: these voices have 0.04 and more. */
const SPOKEN = 0.005;

function likeness(own: Float64Array, other: Float64Array, hertz: number): Likeness {
  const [mine, theirs] = [trace(own, hertz), trace(other, hertz)];
  const values: number[] = [];
  for (let from = 0; from + WINDOW_FRAMES <= mine.length; from += WINDOW_FRAMES) {
    const first = Math.max(0, from - MAX_LAG);
    const stretch = theirs.slice(first, from + WINDOW_FRAMES + MAX_LAG);
    values.push(bestCorrelation(mine.slice(from, from + WINDOW_FRAMES), stretch, MAX_LAG + from - first).value);
  }
  const spoken = (frames: readonly number[]) => frames.filter((frame) => frame > SPOKEN).length;
  return {
    same: values.reduce((sum, value) => sum + value, 0) / values.length,
    lostMs: FRAME_MS * (spoken(theirs) - spoken(mine)),
  };
}

const power = (track: Float64Array, hertz: number) => {
  const frames = trace(track, hertz);
  return frames.reduce((sum, frame) => sum + frame, 0) / Math.max(1, frames.length);
};

async function bytesOf(sql: Sql, config: InstanceConfig, recordingId: string): Promise<Buffer> {
  const { storeDir, masterKeyFile } = config.recordings;
  const recording = await openRecording({ sql, store: directoryStore(storeDir), masterKeyFile }, recordingId);
  try {
    const pieces: Buffer[] = [];
    for await (const piece of recording.read(0, recording.totalBytes)) pieces.push(piece);
    return Buffer.concat(pieces);
  } finally {
    await recording.close();
  }
}
