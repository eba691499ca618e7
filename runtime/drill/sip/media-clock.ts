import { FRAME_MS } from './ulaw.ts';

/** Frames that are made up for when the process was held up; older ones are lost, as a real telephone would lose them. */
const CATCH_UP_FRAMES = 10;

/** One timer for the packets of all telephones, on a grid of 20 ms from the start, late or not. */
export class MediaClock {
  readonly #senders = new Set<(frame: number) => void>();
  #timer: NodeJS.Timeout | undefined;
  #begunAt = 0;
  #next = 0;
  #skipped = 0;

  /** For so long nothing was sent at all, because this process was held up. */
  get heldUpMs(): number {
    return this.#skipped * FRAME_MS;
  }

  /** @returns the function that takes it out again */
  add(send: (frame: number) => void): () => void {
    this.#senders.add(send);
    if (!this.#timer) this.#start();
    return () => {
      this.#senders.delete(send);
      if (this.#senders.size > 0) return;
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  }

  #start(): void {
    this.#begunAt = performance.now();
    this.#next = 0;
    const tick = () => {
      const due = Math.floor((performance.now() - this.#begunAt) / FRAME_MS);
      if (due - this.#next > CATCH_UP_FRAMES) {
        this.#skipped += due - this.#next - CATCH_UP_FRAMES;
        this.#next = due - CATCH_UP_FRAMES;
      }
      for (; this.#next <= due; this.#next += 1) for (const send of this.#senders) send(this.#next);
      this.#timer = setTimeout(tick, Math.max(1, this.#begunAt + this.#next * FRAME_MS - performance.now()));
    };
    tick();
  }
}
