import { rotateLogFile } from './log-file.ts';
import { type ProcessSpec, SupervisedProcess, type SupervisorContext } from './supervised-process.ts';

/** Starts processes one after the other and stops them in reverse. */
export class Supervisor {
  readonly #context: SupervisorContext;
  readonly #processes: SupervisedProcess[] = [];
  readonly #hurry = new AbortController();
  #stopped = false;
  readonly #rotation: NodeJS.Timeout;
  constructor(context: SupervisorContext) {
    this.#context = context;
    this.#rotation = setInterval(() => {
      for (const { logFile } of this.#processes) rotateLogFile(logFile);
    }, 60_000);
    this.#rotation.unref();
  }

  async start(spec: ProcessSpec): Promise<void> {
    if (this.#stopped) throw new Error('the supervisor was stopped');
    const supervised = new SupervisedProcess(spec, this.#context);
    this.#processes.push(supervised);
    await supervised.start();
  }

  /** Safe to call twice, also while a start is going on. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#rotation);
    for (const supervised of this.#processes.splice(0).reverse()) await supervised.stop(this.#hurry.signal);
  }

  /** The person pressed Ctrl-C again: no more waiting for an orderly end. */
  hurry(): void {
    this.#hurry.abort();
  }
}
