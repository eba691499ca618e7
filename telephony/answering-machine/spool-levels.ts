import { type FileHandle, open } from 'node:fs/promises';
import { FRAME_MS } from '../../core/rules/answering-machine/greeting.ts';

const RATE = 8_000;
const FRAME_SAMPLES = (RATE * FRAME_MS) / 1_000;
/** Two channels of 16 bit, the citizen on the left. */
const FRAME_BYTES = FRAME_SAMPLES * 4;
const FULL_SCALE = 32_768;

/** The citizen's level, frame by frame, from a call recorder's file while it grows. Asterisk writes it about once a second. */
export class SpoolLevels {
  readonly #path: string;
  #file: FileHandle | undefined;
  readonly levels: number[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  /** Takes in what was written since. A recorder that has not opened its file yet has written nothing. */
  async grow(): Promise<void> {
    this.#file ??= await open(this.#path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (!this.#file) return;
    const { size } = await this.#file.stat();
    const from = this.levels.length * FRAME_BYTES;
    const whole = Math.floor((size - from) / FRAME_BYTES) * FRAME_BYTES;
    if (whole <= 0) return;
    const bytes = Buffer.alloc(whole);
    const { bytesRead } = await this.#file.read(bytes, 0, whole, from);
    for (let at = 0; at + FRAME_BYTES <= bytesRead; at += FRAME_BYTES) this.levels.push(levelOf(bytes, at));
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }
}

function levelOf(bytes: Buffer, from: number): number {
  let sum = 0;
  for (let at = from; at < from + FRAME_BYTES; at += 4) sum += bytes.readInt16LE(at) ** 2;
  return Math.sqrt(sum / FRAME_SAMPLES) / FULL_SCALE;
}
