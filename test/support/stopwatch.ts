import { readFileSync } from 'node:fs';

/** For limits of time. What this process waited for a processor, by the kernel's own count, says something of the machine, nothing of the product. */
export class Stopwatch {
  readonly #begunMs = performance.now();
  readonly #waitedMs = waitedMs();

  /** On the clock: for what must not come earlier. */
  get passedMs(): number {
    return performance.now() - this.#begunMs;
  }

  /** Without the time in which nothing of this process could run: for what must not come later. */
  get tookMs(): number {
    return this.passedMs - this.heldUpMs;
  }

  /** For what is read off stamps instead. */
  get heldUpMs(): number {
    return waitedMs() - this.#waitedMs;
  }
}

/** Of the thread that runs tests, and what is under test in this process. Nothing where the kernel does not count it. */
function waitedMs(): number {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}
