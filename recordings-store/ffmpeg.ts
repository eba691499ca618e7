import { type ChildProcess, spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { messageOf } from '../core/platform/errors.ts';

/**
 * Opus settings. `mapping_family 255` encodes two streams that know nothing of each other: with the usual stereo coupling a
 * loud agent is heard 40 dB down in the citizen's channel when both speak (measured; discrete: below −90 dB).
 * 20 kbit/s a channel: below that libopus falls back to its speech model, which turns tones (a fax, a signal, a test) into clipped
 * noise (correlation with the original 0.93 for `voip` at 32k, 0.998 here, speech 8 dB and 16 dB from its noise). About 18 MB/h.
 * Complexity 5 costs half of the default's time.
 */
const OPUS = [
  '-c:a',
  'libopus',
  '-mapping_family',
  '255',
  '-application',
  'audio',
  '-b:a',
  '40k',
  '-compression_level',
  '5',
];
const RAW = ['-f', 's16le', '-ar', '8000', '-ac', '2'];
/** Same sound, same bytes: no random serial number, no version in a tag. */
const REPRODUCIBLE = ['-fflags', '+bitexact', '-flags', '+bitexact', '-map_metadata', '-1'];

export const opusArguments = (input: string, output: string): string[] => [
  '-hide_banner',
  '-nostdin',
  '-loglevel',
  'error',
  ...RAW,
  '-i',
  input,
  ...OPUS,
  ...REPRODUCIBLE,
  '-threads',
  '1',
  '-f',
  'ogg',
  output,
];

/**
 * Encodes `raw` and hands the Opus stream to `sink`. Both go through pipes: when this process dies the encoder meets a
 * closed pipe and ends too.
 * @throws Error with ffmpeg's own words when it fails; AbortError when `signal` fires
 */
export async function encodeOpus(options: {
  ffmpeg: string;
  raw: Readable;
  sink: Writable;
  signal: AbortSignal;
  limitMs: number;
}): Promise<void> {
  const { ffmpeg, raw, sink, limitMs } = options;
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(limitMs)]);
  const child = spawn(ffmpeg, opusArguments('pipe:0', 'pipe:1'), {
    stdio: ['pipe', 'pipe', 'pipe'],
    signal,
    killSignal: 'SIGKILL',
  });
  const complaints: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
  // Sound of living calls goes first: on a machine shared with the exchange the encoder takes what is left.
  child.once('spawn', () => lowerPriority(child));
  const ended = exitOf(child);
  const results = await Promise.allSettled([
    ended,
    pipeline(raw, child.stdin, { signal }),
    pipeline(child.stdout, sink, { signal }),
  ]);
  options.signal.throwIfAborted();
  const [exit, input, output] = results;
  // An encoder that ends early breaks the pipe; any other trouble with the input is the cause, not the consequence.
  if (input.status === 'rejected' && !isBrokenPipe(input.reason)) throw input.reason;
  if (exit.status === 'rejected')
    throw new Error(`${messageOf(exit.reason)} ${complaints.join('').slice(0, 500)}`.trim());
  if (output.status === 'rejected') throw output.reason;
}

function isBrokenPipe(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: string };
  return code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET' || code === 'ABORT_ERR';
}

function lowerPriority(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) setPriority(child.pid, 10);
  } catch {
    // Ended in the meantime: nothing left to make nice.
  }
}

function exitOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, killedBy) => {
      if (code === 0) resolve();
      else reject(new Error(`ffmpeg ended with ${killedBy ?? `code ${code}`}:`));
    });
  });
}
