import type { Writable } from 'node:stream';

/** Plain-words progress with seconds, one line when a step begins to take long and one when it is done. */
export class Progress {
  readonly #out: Writable;
  readonly #startedAt = performance.now();
  constructor(out: Writable) {
    this.#out = out;
  }

  /** Seconds since the program started, as printed at the start of each line. */
  elapsedSec(): number {
    return (performance.now() - this.#startedAt) / 1000;
  }

  note(text: string): void {
    this.#out.write(`[${this.elapsedSec().toFixed(1).padStart(6)} s] ${text}\n`);
  }

  /** Runs `work`; says that it goes on when it is not done after a second (short steps cost one line, not two). */
  async step<T>(title: string, work: () => Promise<T>): Promise<T> {
    const begin = performance.now();
    const timer = setTimeout(() => this.note(`… ${title}`), 1000);
    try {
      const result = await work();
      this.note(`✓ ${title} (${((performance.now() - begin) / 1000).toFixed(1)} 秒)`);
      return result;
    } catch (error) {
      this.note(`✗ ${title}`);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}
