import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { messageOf } from '../../core/platform/errors.ts';
import type { Logger } from '../../core/platform/logger.ts';
import type { OpenRecording } from '../../recordings-store/index.ts';
import { parseByteRange } from './byte-range.ts';

export interface AudioStart {
  firstByte: number;
}

/**
 * Answers with the sound, or the part of it that was asked for. `beforeSending` runs once the range is known and before a
 * byte leaves. Closes the recording.
 */
export async function sendAudio(
  recording: OpenRecording,
  request: Request,
  response: Response,
  logger: Logger,
  beforeSending: (start: AudioStart) => Promise<void>,
): Promise<void> {
  try {
    const { totalBytes } = recording;
    const range = parseByteRange(request.get('range'), totalBytes);
    response.set({ 'accept-ranges': 'bytes', 'content-type': recording.contentType, 'content-disposition': 'inline' });
    if (range === 'unsatisfiable') {
      response.status(416).set('content-range', `bytes */${totalBytes}`).end();
      return;
    }
    const { start, end } = range === 'whole' ? { start: 0, end: totalBytes } : range;
    await beforeSending({ firstByte: start });
    const pieces = recording.read(start, end)[Symbol.asyncIterator]();
    // The first segment is opened before the head is sent: a file that was tampered with is told as an error, not as silence.
    const first = await pieces.next();
    if (range !== 'whole') response.status(206).set('content-range', `bytes ${start}-${end - 1}/${totalBytes}`);
    response.set('content-length', String(end - start));
    await pipeline(Readable.from(restOf(first, pieces)), response).catch((error: unknown) => {
      // Players cut the connection whenever somebody seeks.
      if (!response.destroyed) response.destroy();
      logger.debug({ err: messageOf(error) }, 'playback ended early');
    });
  } finally {
    await recording.close();
  }
}

async function* restOf(first: IteratorResult<Buffer>, pieces: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  for (let next = first; !next.done; next = await pieces.next()) yield next.value;
}
