import { messageOf } from './errors.ts';
import type { Logger } from './logger.ts';

/** A part that can be started and stopped twice without harm. `stop` waits for work in hand. */
export interface Part {
  readonly name: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts parts in order, stops them in reverse, and goes on stopping when one of them fails to. */
export class Lifecycle {
  readonly #parts: Part[] = [];
  readonly #started: Part[] = [];
  readonly #logger: Logger;
  constructor(logger: Logger) {
    this.#logger = logger;
  }

  add(part: Part): this {
    this.#parts.push(part);
    return this;
  }

  async start(): Promise<void> {
    for (const part of this.#parts) {
      if (this.#started.includes(part)) continue;
      await part.start();
      this.#started.push(part);
    }
  }

  async stop(): Promise<void> {
    for (const part of this.#started.splice(0).reverse()) {
      try {
        await part.stop();
      } catch (error) {
        this.#logger.error({ part: part.name, err: messageOf(error) }, 'part did not stop cleanly');
      }
    }
  }

  /** SIGTERM and SIGINT stop the parts and end the process with 0; a second signal ends it at once. */
  installSignals(): void {
    let stopping = false;
    const onSignal = () => {
      if (stopping) process.exit(130);
      stopping = true;
      this.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  }
}
