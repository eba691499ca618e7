import { access } from 'node:fs/promises';
import { type RecordingJob, saveStep } from '../queries.ts';
import {
  callSpoolName,
  FRAME_BYTES,
  FRAMES_PER_MS,
  lookAt,
  QUIET_MS,
  ringSpoolName,
  type SpoolFile,
} from '../spool.ts';
import { NothingRecordedError, NotYetError, type StepContext } from './context.ts';

/** The call recorder's file appears with its first buffer; the ring recorder stands in only after this. */
const CALL_RECORDER_GRACE_MS = 3_000;
/** No file at all for this long after hang-up: there will be none. */
const MISSING_AFTER_MS = 10_000;
/** The ring recorder is stopped when the call recorder runs. Its file counts only when it was written up to the hang-up. */
const WRITTEN_TO_THE_END_MS = 3_000;
const ONE_SECOND_MS = 1_000;

/**
 * Chooses the spool file the recording is made from: the call recorder's, or the ring recorder's cut at the answer when
 * the call recorder never ran (the controller died in that very moment) or misses more than a second.
 * @throws NotYetError while a file may still grow or appear, NothingRecordedError when there is none
 */
export async function collect(job: RecordingJob, context: StepContext): Promise<void> {
  const call = await lookAt(context.spoolDir, callSpoolName(job));
  const ring = await lookAt(context.spoolDir, ringSpoolName(job));
  const growing = [call, ring].find((file) => file !== undefined && file.quietForMs < QUIET_MS);
  if (growing) throw new NotYetError('file may still grow', Math.max(100, QUIET_MS - growing.quietForMs));

  const sinceEndMs = job.endedRealMs === null ? Number.POSITIVE_INFINITY : Date.now() - job.endedRealMs;
  const talkMs = talkMsOf(job);
  const chosen = chooseSource(call, ring, job.endedRealMs, talkMs);
  const whole = chosen !== undefined && chosen.coversMs >= (talkMs ?? 0) - ONE_SECOND_MS && chosen.file === call;
  if (!whole && sinceEndMs < CALL_RECORDER_GRACE_MS) throw new NotYetError('call recorder may still come', 500);
  if (!chosen) {
    if (sinceEndMs < MISSING_AFTER_MS) throw new NotYetError('no file yet', 500);
    // A spool that is not there (not mounted) says nothing about this call: an ordinary failure, tried again.
    await access(context.spoolDir);
    throw new NothingRecordedError('no recorder left a file', {
      callBytes: call?.bytes ?? null,
      ringBytes: ring?.bytes ?? null,
      talkMs: talkMs ?? null,
    });
  }
  const fromRing = chosen.file === ring;
  await saveStep(
    context.sql,
    job,
    'collected',
    { source_name: chosen.file.name, source_from_frame: chosen.fromFrame },
    fromRing ? ['from_ring_recorder'] : [],
  );
}

/** Answer to last hang-up by the exchange's own time stamps. */
export function talkMsOf(job: Pick<RecordingJob, 'answeredRealMs' | 'endedRealMs'>): number | undefined {
  if (job.answeredRealMs === null || job.endedRealMs === null) return undefined;
  return Math.max(0, job.endedRealMs - job.answeredRealMs);
}

interface Source {
  file: SpoolFile;
  fromFrame: number;
  coversMs: number;
}

function chooseSource(
  call: SpoolFile | undefined,
  ring: SpoolFile | undefined,
  endedRealMs: number | null,
  talkMs: number | undefined,
): Source | undefined {
  const sources: Source[] = [];
  if (call && call.ms > 0) sources.push({ file: call, fromFrame: 0, coversMs: Math.min(call.ms, talkMs ?? call.ms) });
  const ringToTheEnd = ring && endedRealMs !== null && ring.mtimeMs >= endedRealMs - WRITTEN_TO_THE_END_MS;
  if (ring && ring.ms > 0 && ringToTheEnd && talkMs !== undefined) {
    // The file bears no mark for the answer, but it ends with the call: the talk is its last part.
    const frames = Math.floor(ring.bytes / FRAME_BYTES);
    const fromFrame = Math.max(0, frames - talkMs * FRAMES_PER_MS);
    const coversMs = Math.min(ring.ms, talkMs);
    // A ring recorder that was stopped by a call recorder holds ringing only: it must clearly win to be believed.
    if (coversMs > (call?.ms ?? 0) + ONE_SECOND_MS || !call) sources.push({ file: ring, fromFrame, coversMs });
  }
  return sources.sort((a, b) => b.coversMs - a.coversMs)[0];
}
