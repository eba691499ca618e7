import { randomBytes } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { blobPath } from '../blob-store.ts';
import { wrapDataKey } from '../keys.ts';
import { usableMasterKey } from '../master-key.ts';
import { type RecordingJob, saveStep } from '../queries.ts';
import { newHeader, SEGMENT_BYTES, sealSegment, segmentCount } from '../segments.ts';
import { opusSpoolName, spoolPath } from '../spool.ts';
import type { StepContext } from './context.ts';

/** The encoded file is not in the spool any more: encode once more from the source. */
export class EncodedGoneError extends Error {}

/**
 * Opus in the spool → sealed file in the store, under a key of its own that the master key wraps.
 * @throws MasterKeyError while there is no usable master key; the recording waits in the spool
 */
export async function encrypt(job: RecordingJob, context: StepContext): Promise<void> {
  const master = await usableMasterKey(context.sql, context.masterKeyFile);
  const dataKey = randomBytes(32);
  const header = newHeader(job.id, SEGMENT_BYTES, randomBytes(8));
  const source = spoolPath(context.spoolDir, opusSpoolName(job.id, job.plainSha256 ?? ''));
  const file = await open(source, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new EncodedGoneError(`${job.id} has to be encoded again`);
    throw error;
  });
  const path = blobPath(job.id, job.attempts);
  try {
    const sealed = sealAll(file, { recordingId: job.id, key: dataKey, header, segmentBytes: SEGMENT_BYTES });
    const stored = await context.store.put(path, sealed);
    context.failPoint('encrypt:after-put');
    await saveStep(context.sql, job, 'encrypted', {
      path,
      stored_sha256: stored.sha256,
      stored_bytes: stored.bytes,
      segment_bytes: SEGMENT_BYTES,
      key_id: master.id,
      wrapped_key: wrapDataKey(master, job.id, dataKey),
    });
  } finally {
    dataKey.fill(0);
    await file.close();
  }
}

async function* sealAll(file: FileHandle, context: Parameters<typeof sealSegment>[0]): AsyncGenerator<Buffer> {
  const { size } = await file.stat();
  const count = segmentCount(size, context.segmentBytes);
  yield context.header;
  for (let position = 0; position < count; position++) {
    const from = position * context.segmentBytes;
    const plain = Buffer.allocUnsafe(Math.min(context.segmentBytes, size - from));
    const { bytesRead } = await file.read(plain, 0, plain.length, from);
    if (bytesRead !== plain.length) throw new Error('the encoded file changed while it was sealed');
    yield Buffer.concat(sealSegment(context, position, position === count - 1, plain));
    plain.fill(0);
  }
}
