import { setTimeout as sleep } from 'node:timers/promises';
import { raiseForCall } from '../incidents.ts';
import { type RecordingJob, saveStep } from '../queries.ts';
import { FRAME_BYTES, FRAMES_PER_MS, lookAt, SAMPLE_RATE } from '../spool.ts';
import { talkMsOf } from './collect.ts';
import { NothingRecordedError, type StepContext } from './context.ts';

/** The promise: a difference above this is never a silent success. */
const TOLERANCE_MS = 1_000;
const EARLY_MEDIA_FRAMES = 15 * SAMPLE_RATE;
/** The far side writes its log when it hangs up; a moment later than we do. */
const FAR_SIDE_TRIES = 5;

/**
 * Counts frames by the file's size (never by a header) and compares their time with the talk as the exchange and, where
 * there is one, the far side measured it.
 */
export async function verify(job: RecordingJob, context: StepContext): Promise<void> {
  const file = await lookAt(context.spoolDir, job.sourceName ?? '');
  if (!file) throw new NothingRecordedError('the spool file is gone', { state: job.state });
  const frames = Math.floor(file.bytes / FRAME_BYTES) - job.sourceFromFrame;
  if (job.kind === 'early_media') return keepBeginning(job, context, Math.min(frames, EARLY_MEDIA_FRAMES));
  const recordedMs = Math.round(frames / FRAMES_PER_MS);
  const talkMs = talkMsOf(job);
  const farMs = await askFarSide(job, context);
  const flags: string[] = [];

  if (job.endedBy === 'pbx_lost') {
    flags.push('pbx_lost');
    await raiseForCall(context.sql, job.callId, 'pbx_lost', { recordedMs, talkMs: talkMs ?? null });
  }
  if (file.strayBytes > 0) flags.push('repaired');
  const off = (other: number | undefined) => (other === undefined ? 0 : Math.abs(recordedMs - other));
  // A lost exchange says no goodbye: the far side talks on into silence, and its figure proves nothing.
  const offFar = job.endedBy === 'pbx_lost' ? 0 : off(farMs);
  if (talkMs === undefined || off(talkMs) > TOLERANCE_MS || offFar > TOLERANCE_MS) {
    flags.push('length_mismatch');
    const detail = { recordedMs, talkMs: talkMs ?? null, farMs: farMs ?? null };
    await raiseForCall(context.sql, job.callId, 'recording_length', detail);
  }
  await saveStep(
    context.sql,
    job,
    'verified',
    { source_frames: frames, recorded_ms: recordedMs, talk_ms: talkMs ?? null, far_ms: farMs ?? null },
    flags,
  );
}

/** What the network says instead of an answer has no talk to be measured against, and is kept for 15 seconds. */
async function keepBeginning(job: RecordingJob, context: StepContext, frames: number): Promise<void> {
  const found = { source_frames: frames, recorded_ms: Math.round(frames / FRAMES_PER_MS) };
  await saveStep(context.sql, job, 'verified', found, ['early_media']);
}

async function askFarSide(job: RecordingJob, context: StepContext): Promise<number | undefined> {
  if (!context.farSide || job.sipCallId === null) return undefined;
  for (let attempt = 0; attempt < FAR_SIDE_TRIES; attempt++) {
    const farMs = await context.farSide(job.sipCallId);
    if (farMs !== undefined) return Math.round(farMs);
    await sleep(250, undefined, { signal: context.signal });
  }
  return undefined;
}
