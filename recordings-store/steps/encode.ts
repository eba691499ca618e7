import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable, Writable } from 'node:stream';
import { encodeOpus } from '../ffmpeg.ts';
import { firstPageBytes, lastGranule, nameChannels, preSkipOf } from '../ogg.ts';
import { PeakMeter } from '../peaks.ts';
import { type RecordingJob, savePeaks, saveStep } from '../queries.ts';
import { FRAME_BYTES, opusSpoolName, SAMPLE_RATE, spoolPath } from '../spool.ts';
import { NothingRecordedError, type StepContext } from './context.ts';

/** Encoding runs at about 80 × real time; a machine twenty times slower is still waited for. */
const limitMs = (seconds: number) => 30_000 + Math.round(seconds * 250);
const MAX_PAGE_BYTES = 65_307;

/**
 * Raw sound → Opus in Ogg, in the spool (in memory), with the peaks taken from the very samples that were encoded.
 * The encoder's own count of samples must agree with ours before anything is believed.
 */
export async function encode(job: RecordingJob, context: StepContext): Promise<void> {
  const frames = job.sourceFrames ?? 0;
  if (frames <= 0) throw new NothingRecordedError('the file holds no sound');
  const source = spoolPath(context.spoolDir, job.sourceName ?? '');
  const temporary = spoolPath(context.spoolDir, `${job.id}.${job.attempts}.part`);
  const peaks = new PeakMeter();
  const collector = new OpusFile();
  try {
    await collector.open(temporary);
    await encodeOpus({
      ffmpeg: context.ffmpeg,
      raw: Readable.from(readFrames(source, job.sourceFromFrame, frames, peaks)),
      sink: collector.sink(),
      signal: context.signal,
      limitMs: limitMs(frames / SAMPLE_RATE),
    });
    const { sha256, bytes, frames: encodedFrames } = await collector.finish();
    if (Math.abs(encodedFrames - frames) > 1) throw new Error(`encoder wrote ${encodedFrames} frames of ${frames}`);
    context.failPoint('encode:before-rename');
    await rename(temporary, spoolPath(context.spoolDir, opusSpoolName(job.id, sha256)));
    context.failPoint('encode:after-rename');
    await savePeaks(context.sql, job.id, peaks.finish());
    await saveStep(context.sql, job, 'encoded', { codec: 'opus', plain_sha256: sha256, plain_bytes: bytes });
  } finally {
    await collector.close();
    await rm(temporary, { force: true });
  }
}

async function* readFrames(path: string, fromFrame: number, frames: number, peaks: PeakMeter): AsyncGenerator<Buffer> {
  const start = fromFrame * FRAME_BYTES;
  const end = start + frames * FRAME_BYTES - 1;
  try {
    for await (const piece of createReadStream(path, { start, end, highWaterMark: 256 * 1024 })) {
      peaks.add(piece as Buffer);
      yield piece as Buffer;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new NothingRecordedError('the spool file is gone');
    throw error;
  }
}

/** Writes what the encoder gives, with the channels named, and remembers hash, size and the encoder's own clock. */
class OpusFile {
  readonly #hash = createHash('sha256');
  #file: Awaited<ReturnType<typeof open>> | undefined;
  #firstPage: Buffer | undefined;
  #pending: Buffer = Buffer.alloc(0);
  #tail: Buffer = Buffer.alloc(0);
  #bytes = 0;

  async open(path: string): Promise<void> {
    this.#file = await open(path, 'w', 0o600);
  }

  sink(): Writable {
    return new Writable({
      write: (piece: Buffer, _encoding, done) => {
        this.#take(piece).then(() => done(), done);
      },
    });
  }

  async #take(piece: Buffer): Promise<void> {
    if (this.#firstPage) return this.#write(piece);
    this.#pending = Buffer.concat([this.#pending, piece]);
    const length = firstPageBytes(this.#pending);
    if (length === undefined || this.#pending.length < length) return;
    this.#firstPage = nameChannels(this.#pending.subarray(0, length));
    await this.#write(this.#firstPage);
    await this.#write(this.#pending.subarray(length));
  }

  async #write(piece: Buffer): Promise<void> {
    if (piece.length === 0) return;
    this.#hash.update(piece);
    this.#bytes += piece.length;
    this.#tail = Buffer.concat([this.#tail, piece]).subarray(-2 * MAX_PAGE_BYTES);
    await this.#file?.write(piece);
  }

  async finish(): Promise<{ sha256: string; bytes: number; frames: number }> {
    const granule = lastGranule(this.#tail);
    if (!this.#firstPage || granule === undefined) throw new Error('the encoder wrote no Opus stream');
    await this.#file?.sync();
    const samplesPerFrame = 48_000 / SAMPLE_RATE;
    const frames = Math.round((granule - preSkipOf(this.#firstPage)) / samplesPerFrame);
    return { sha256: this.#hash.digest('hex'), bytes: this.#bytes, frames };
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }
}
