import { createHash } from 'node:crypto';
import { readMasterKey } from '../keys.ts';
import { type RecordingJob, saveStep } from '../queries.ts';
import { openSealed } from '../sealed-reader.ts';
import { callSpoolName, clearSpool, ringSpoolName } from '../spool.ts';
import type { StepContext } from './context.ts';

/** The stored file does not give back what was put in: seal again from the spool. */
export class StoredWrongError extends Error {}

/**
 * Reads the stored file back, opens every segment and compares with what was encoded. Only then is the recording
 * registered, and only after that is the source removed.
 */
export async function register(job: RecordingJob, context: StepContext): Promise<void> {
  const master = await readMasterKey(context.masterKeyFile);
  const hash = createHash('sha256');
  const sealed = await openSealed(context.store, master, job);
  try {
    for await (const piece of sealed.read(0, sealed.totalBytes)) hash.update(piece);
  } finally {
    await sealed.close();
  }
  if (hash.digest('hex') !== job.plainSha256) throw new StoredWrongError(`${job.id} reads back differently`);
  context.failPoint('register:before-save');
  await saveStep(context.sql, job, 'registered', { lease_until: null, last_error: null });
  context.failPoint('register:before-clear');
  await removeSources(job, context);
}

/** Source and left-overs of killed workers. Called again by the sweep when a kill came in between. */
export async function removeSources(
  job: Pick<RecordingJob, 'id' | 'path' | 'callSpool' | 'ringSpool'>,
  context: Pick<StepContext, 'store' | 'spoolDir'>,
): Promise<void> {
  for (const path of await context.store.list(job.id)) if (path !== job.path) await context.store.remove(path);
  await clearSpool(context.spoolDir, job.id, [ringSpoolName(job), callSpoolName(job)]);
}
