/**
 * Events and commands of one call, in the order they arrived, taken one at a time by the one flow that owns the call:
 * nothing about a call ever runs in parallel with itself.
 */
export class Mailbox<T> {
  readonly #items: T[] = [];
  #wake: (() => void) | undefined;

  post(item: T): void {
    this.#items.push(item);
    this.#wake?.();
  }

  /** What came but was never taken: the owner must answer commands among it. */
  drain(): T[] {
    return this.#items.splice(0);
  }

  /** Looks without taking. */
  find(wanted: (item: T) => boolean): T | undefined {
    return this.#items.find(wanted);
  }

  /** The next item, or undefined after `timeoutMs`. One taker at a time. */
  async take(timeoutMs?: number): Promise<T | undefined> {
    if (this.#items.length === 0) {
      await new Promise<void>((resolve) => {
        const timer = timeoutMs === undefined ? undefined : setTimeout(resolve, Math.max(0, timeoutMs));
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = undefined;
    }
    return this.#items.shift();
  }
}
