/** What the waveform on the screen is drawn from: the loudest sample of each tenth of a second, 0…255, per channel. */
export interface Peaks {
  perSecond: number;
  left: number[];
  right: number[];
}

const PER_SECOND = 10;
const FRAMES_PER_PEAK = 8000 / PER_SECOND;

/** Takes the raw sound in pieces of any size and remembers only the peaks. */
export class PeakMeter {
  readonly #left: number[] = [];
  readonly #right: number[] = [];
  #loudestLeft = 0;
  #loudestRight = 0;
  #frames = 0;
  #rest: Buffer = Buffer.alloc(0);

  add(piece: Buffer): void {
    const data = this.#rest.length > 0 ? Buffer.concat([this.#rest, piece]) : piece;
    const whole = data.length - (data.length % 4);
    // Samples are read through a typed array: reading by Buffer methods costs ten times as much. It needs even alignment.
    const aligned = data.byteOffset % 2 === 0 ? data : Buffer.from(data);
    const samples = new Int16Array(aligned.buffer, aligned.byteOffset, whole / 2);
    for (let index = 0; index < samples.length; index += 2) {
      const left = Math.abs(samples[index] ?? 0);
      const right = Math.abs(samples[index + 1] ?? 0);
      if (left > this.#loudestLeft) this.#loudestLeft = left;
      if (right > this.#loudestRight) this.#loudestRight = right;
      this.#frames += 1;
      if (this.#frames === FRAMES_PER_PEAK) this.#close();
    }
    this.#rest = Buffer.from(data.subarray(whole));
  }

  finish(): Peaks {
    if (this.#frames > 0) this.#close();
    return { perSecond: PER_SECOND, left: this.#left, right: this.#right };
  }

  #close(): void {
    this.#left.push(Math.min(255, this.#loudestLeft >> 7));
    this.#right.push(Math.min(255, this.#loudestRight >> 7));
    this.#loudestLeft = 0;
    this.#loudestRight = 0;
    this.#frames = 0;
  }
}
