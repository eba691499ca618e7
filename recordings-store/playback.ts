import { DomainError } from '../core/platform/errors.ts';
import type { Queryable } from '../core/platform/postgres.ts';
import type { BlobStore } from './blob-store.ts';
import { raiseForCall } from './incidents.ts';
import { readMasterKey, TamperedError } from './keys.ts';
import { openSealed, type SealedFacts } from './sealed-reader.ts';

export interface OpenRecording {
  readonly totalBytes: number;
  readonly contentType: 'audio/ogg';
  /** Plain bytes from `start` up to, not including, `end`. Only the segments they lie in are read and opened. */
  read(start: number, end: number): AsyncIterable<Buffer>;
  /** Forgets the key and closes the file. Call it always. */
  close(): Promise<void>;
}

/**
 * Opens a registered recording for reading. Whoever calls has checked that the listener may and has written the audit row.
 * @throws DomainError recording/not-found, recording/not-ready, recording/master-key-*, recording/tampered
 */
export async function openRecording(
  options: { sql: Queryable; store: BlobStore; masterKeyFile: string },
  id: string,
): Promise<OpenRecording> {
  const [row] = await options.sql<(SealedFacts & { state: string; callId: string })[]>`
    select id, call_id as "callId", state, path, plain_bytes as "plainBytes", segment_bytes as "segmentBytes", key_id as "keyId",
           wrapped_key as "wrappedKey"
    from recording where id = ${id}`;
  if (!row) throw new DomainError('recording/not-found', 404, '録音が見つかりません。');
  if (row.state !== 'registered') {
    const gone = row.state === 'failed' || row.state === 'purged';
    throw new DomainError(
      'recording/not-ready',
      gone ? 410 : 409,
      gone ? 'この録音は残っていません。' : 'この録音は保存の途中です。少し待ってからもう一度お試しください。',
      { state: row.state },
    );
  }
  const master = await readMasterKey(options.masterKeyFile);
  const note = (error: unknown) => noteTampering(options.sql, row.callId, error);
  const sealed = await openSealed(options.store, master, row).catch(async (error: unknown) => {
    await note(error);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await raiseForCall(options.sql, row.callId, 'recording_missing', { why: 'stored file is gone', recordingId: id });
    throw new DomainError(
      'recording/file-missing',
      500,
      '録音ファイルが見つかりません。システム管理者へご連絡ください。',
    );
  });
  return {
    totalBytes: sealed.totalBytes,
    contentType: 'audio/ogg',
    async *read(start, end) {
      try {
        yield* sealed.read(start, end);
      } catch (error) {
        await note(error);
        throw error;
      }
    },
    close: () => sealed.close(),
  };
}

/** Somebody should look at it, not only the one who happened to listen. */
async function noteTampering(db: Queryable, callId: string, error: unknown): Promise<void> {
  if (error instanceof TamperedError)
    await raiseForCall(db, callId, 'recording_tampered', { where: String(error.detail['where']) });
}
