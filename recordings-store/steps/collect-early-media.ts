import { readFile } from 'node:fs/promises';
import { listenTo } from '../network-sound.ts';
import { dropSilent, type RecordingJob, saveStep } from '../queries.ts';
import { clearSpool, lookAt, QUIET_MS, ringSpoolName, spoolPath } from '../spool.ts';
import { NotYetError, type StepContext } from './context.ts';

/** An unanswered call rings for half a minute at most; more than this is no ring recorder's file. */
const MAX_SOURCE_BYTES = 8_000_000;

/**
 * The ring recorder's file of a call nobody answered: kept from where the network begins to speak. Silence, and a file that
 * holds nothing but the exchange's tone, are not kept.
 */
export async function collectEarlyMedia(job: RecordingJob, context: StepContext): Promise<void> {
  const name = ringSpoolName(job);
  const file = await lookAt(context.spoolDir, name);
  if (file && file.quietForMs < QUIET_MS) throw new NotYetError('file may still grow', QUIET_MS - file.quietForMs);
  const sound =
    file && file.bytes > 0 && file.bytes <= MAX_SOURCE_BYTES
      ? listenTo(await readFile(spoolPath(context.spoolDir, name)))
      : { fromFrame: null, onlyTone: false };
  if (sound.fromFrame === null || sound.onlyTone) {
    await dropSilent(context.sql, job, sound.onlyTone ? 'only_tone' : 'silent');
    await clearSpool(context.spoolDir, job.id, [name]);
    return;
  }
  await saveStep(context.sql, job, 'collected', { source_name: name, source_from_frame: sound.fromFrame });
}
