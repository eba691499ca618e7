import type { BlobStore } from './blob-store.ts';
import { type MasterKey, TamperedError, unwrapDataKey } from './keys.ts';
import { checkHeader, HEADER_BYTES, openSegment, segmentCount, segmentRange, storedBytes } from './segments.ts';

/** What a row knows about its sealed file. */
export interface SealedFacts {
  id: string;
  path: string | null;
  plainBytes: number | null;
  segmentBytes: number | null;
  keyId: string | null;
  wrappedKey: Buffer | null;
}

export interface SealedReader {
  readonly totalBytes: number;
  /** Plain bytes `[start, end)`, opening only the segments they lie in. */
  read(start: number, end: number): AsyncGenerator<Buffer>;
  close(): Promise<void>;
}

/** @throws TamperedError when header, length or wrapped key are not this recording's; MasterKeyError for another key */
export async function openSealed(store: BlobStore, master: MasterKey, facts: SealedFacts): Promise<SealedReader> {
  const { id, path, plainBytes, segmentBytes, keyId, wrappedKey } = facts;
  if (path === null || plainBytes === null || segmentBytes === null || keyId === null || wrappedKey === null)
    throw new TamperedError(id, 'row');
  const key = unwrapDataKey(master, id, keyId, wrappedKey);
  const blob = await store.open(path);
  try {
    if (blob.bytes !== storedBytes(plainBytes, segmentBytes)) throw new TamperedError(id, 'length');
    const header = await blob.read(0, HEADER_BYTES);
    checkHeader(header, id, segmentBytes);
    const context = { recordingId: id, key, header, segmentBytes };
    const last = segmentCount(plainBytes, segmentBytes) - 1;
    return {
      totalBytes: plainBytes,
      async *read(start, end) {
        const stop = Math.min(end, plainBytes);
        for (let position = Math.floor(start / segmentBytes); position * segmentBytes < stop; position++) {
          const range = segmentRange(position, plainBytes, segmentBytes);
          const plain = openSegment(context, position, position === last, await blob.read(range.from, range.to));
          const offset = position * segmentBytes;
          yield plain.subarray(Math.max(0, start - offset), Math.min(plain.length, stop - offset));
        }
      },
      async close() {
        key.fill(0);
        await blob.close();
      },
    };
  } catch (error) {
    await blob.close();
    throw error;
  }
}
