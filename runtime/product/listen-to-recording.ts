import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { InstanceConfig } from '../../core/platform/config.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { directoryStore, openRecording } from '../../recordings-store/index.ts';

const rate = 8000;
const bytesPerFrame = 4;

export interface Listened {
  /** Interleaved 16-bit samples, two channels. */
  pcm: Buffer;
  rate: number;
  seconds: number;
}

/** The way of a listener: the store opens and decrypts, a decoder makes samples of it. */
export async function listenToRecording(config: InstanceConfig, sql: Sql, recordingId: string): Promise<Listened> {
  const { storeDir, masterKeyFile, ffmpeg } = config.recordings;
  const recording = await openRecording({ sql, store: directoryStore(storeDir), masterKeyFile }, recordingId);
  try {
    const args = ['-v', 'error', '-i', 'pipe:0', '-f', 's16le', '-ar', String(rate), '-ac', '2', 'pipe:1'];
    const decoder = spawn(ffmpeg, args, { stdio: ['pipe', 'pipe', 'ignore'], timeout: 20_000 });
    const chunks: Buffer[] = [];
    decoder.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    const ended = once(decoder, 'close');
    await pipeline(Readable.from(recording.read(0, recording.totalBytes)), decoder.stdin);
    const [code] = (await ended) as [number | null];
    if (code !== 0) throw new Error('録音を復号した音声が再生できません。 (The decrypted recording does not decode.)');
    const pcm = Buffer.concat(chunks);
    return { pcm, rate, seconds: pcm.length / bytesPerFrame / rate };
  } finally {
    await recording.close();
  }
}
