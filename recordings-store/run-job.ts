import { messageOf } from '../core/platform/errors.ts';
import type { Logger } from '../core/platform/logger.ts';
import { raiseForCall } from './incidents.ts';
import { MasterKeyError, TamperedError } from './keys.ts';
import { LeaseLostError, type OpenState, type RecordingJob, releaseLease, reloadJob, saveStep } from './queries.ts';
import { collect } from './steps/collect.ts';
import { collectEarlyMedia } from './steps/collect-early-media.ts';
import { NothingRecordedError, NotYetError, type StepContext } from './steps/context.ts';
import { encode } from './steps/encode.ts';
import { EncodedGoneError, encrypt } from './steps/encrypt.ts';
import { register, StoredWrongError } from './steps/register.ts';
import { verify } from './steps/verify.ts';

const STEP_FROM: Record<OpenState, { name: string; run(job: RecordingJob, context: StepContext): Promise<void> }> = {
  waiting: {
    name: 'collect',
    run: (job, context) => (job.kind === 'call' ? collect : collectEarlyMedia)(job, context),
  },
  collected: { name: 'verify', run: verify },
  verified: { name: 'encode', run: encode },
  encoded: { name: 'encrypt', run: encrypt },
  encrypted: { name: 'register', run: register },
};

/** After this many claims something is wrong that a person should see; the work goes on all the same. */
const STUCK_AFTER_CLAIMS = 12;
const MAX_BACK_OFF_MS = 30_000;
const KEY_AWAY_MS = 1_000;

/**
 * Takes one claimed recording from the state it is in to the store. Every step ends with its state in the database, so
 * whoever goes on after a kill starts behind the last finished step. Never throws: what failed is written to the row.
 */
export async function runJob(claimed: RecordingJob, context: StepContext, logger: Logger): Promise<void> {
  let job = claimed;
  try {
    while (isOpen(job.state)) {
      context.signal.throwIfAborted();
      const step = STEP_FROM[job.state];
      await step.run(job, context);
      context.failPoint(`${step.name}:done`);
      job = await reloadJob(context.sql, job);
    }
    logger.info({ recordingId: job.id, state: job.state }, 'recording settled');
  } catch (error) {
    await settle(job, error, context, logger).catch((second: unknown) => {
      // The database is away: the claim runs out by itself and the step is repeated.
      logger.error({ recordingId: job.id, err: messageOf(second) }, 'could not write what failed');
    });
  }
}

function isOpen(state: string): state is OpenState {
  return state in STEP_FROM;
}

async function settle(job: RecordingJob, error: unknown, context: StepContext, logger: Logger): Promise<void> {
  const { sql } = context;
  if (error instanceof LeaseLostError) return;
  if (error instanceof NotYetError) return releaseLease(sql, job, error.afterMs, null);
  if (context.signal.aborted) return releaseLease(sql, job, 0, null);
  const err = messageOf(error);
  if (error instanceof NothingRecordedError) {
    logger.error({ recordingId: job.id, callId: job.callId, err }, 'answered call without a recording');
    await raiseForCall(sql, job.callId, 'recording_missing', error.detail);
    return saveStep(sql, job, 'failed', { last_error: err, lease_until: null });
  }
  if (error instanceof MasterKeyError) return releaseLease(sql, job, KEY_AWAY_MS, err);
  const back = stepBack(job, error);
  if (back) {
    logger.warn({ recordingId: job.id, err, back }, 'step repeated');
    return saveStep(sql, job, back, { last_error: err, lease_until: null });
  }
  logger.error({ recordingId: job.id, state: job.state, err }, 'recording step failed; it is tried again');
  if (job.attempts >= STUCK_AFTER_CLAIMS)
    await raiseForCall(sql, job.callId, 'recording_stuck', { state: job.state, error: err.slice(0, 300) });
  await releaseLease(sql, job, Math.min(MAX_BACK_OFF_MS, 500 * job.attempts), err);
}

/** The result of an earlier step is gone or bad: go back to where it can be made again. */
function stepBack(job: RecordingJob, error: unknown): OpenState | undefined {
  if (error instanceof EncodedGoneError) return 'verified';
  const storedBad = error instanceof StoredWrongError || error instanceof TamperedError;
  const storedGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
  return job.state === 'encrypted' && (storedBad || storedGone) ? 'encoded' : undefined;
}
