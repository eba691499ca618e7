import { messageOf } from '../../core/platform/errors.ts';
import type { Logger } from '../../core/platform/logger.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import type { ProgressSink } from './import-job.ts';
import { renewRun } from './queries.ts';

export const LEASE_SEC = 30;
const TICK_MS = 500;

export interface ImportProgress {
  stage: string;
  rowsDone: number;
  rowsTotal: number;
}

/** The run was cancelled by somebody, or another worker took it over. */
export class RunLostError extends Error {
  constructor() {
    super('The import run was cancelled or taken over.');
  }
}

/** The process shuts down. */
export class RunStoppedError extends Error {
  constructor() {
    super('The process stopped during the import.');
  }
}

interface Listeners {
  onProgress(progress: ImportProgress): void;
  /** The run must not go on: end what it is doing in the database. */
  onEnded(): void;
  logger: Logger;
  signal?: AbortSignal;
}

/** Writes progress and renews the lease every half second, also while one long statement runs or the lock is awaited. */
export class RunProgress implements ProgressSink {
  readonly current: ImportProgress = { stage: 'waiting', rowsDone: 0, rowsTotal: 0 };
  /** Set when the run was cancelled, taken over or stopped; whatever fails after that fails because of it. */
  endedBecause: RunLostError | RunStoppedError | null = null;
  readonly #sql: Sql;
  readonly #runId: string;
  readonly #listeners: Listeners;
  readonly #timer: NodeJS.Timeout;
  readonly #onAbort = () => this.#end(new RunStoppedError());
  #busy = false;

  constructor(sql: Sql, runId: string, listeners: Listeners) {
    this.#sql = sql;
    this.#runId = runId;
    this.#listeners = listeners;
    this.#timer = setInterval(() => void this.#tick(), TICK_MS);
    listeners.signal?.addEventListener('abort', this.#onAbort);
    if (listeners.signal?.aborted) this.#onAbort();
  }

  total(rows: number): void {
    this.current.rowsTotal = rows;
  }

  rows(done: number): void {
    this.current.rowsDone = Math.min(this.current.rowsDone + done, this.current.rowsTotal);
  }

  stage(name: string): void {
    this.current.stage = name;
  }

  assertAlive(): void {
    if (this.endedBecause) throw this.endedBecause;
  }

  /** Stops, and writes the last figures. */
  async finish(): Promise<void> {
    this.stop();
    this.current.rowsDone = this.current.rowsTotal;
    await renewRun(this.#sql, this.#runId, { ...this.current, leaseSec: LEASE_SEC });
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#listeners.signal?.removeEventListener('abort', this.#onAbort);
  }

  async #tick(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      if (!(await renewRun(this.#sql, this.#runId, { ...this.current, leaseSec: LEASE_SEC })))
        this.#end(new RunLostError());
    } catch (error) {
      this.#listeners.logger.warn(
        { runId: this.#runId, err: messageOf(error) },
        'progress not written; the next tick tries again',
      );
    } finally {
      this.#busy = false;
    }
    this.#listeners.onProgress(this.current);
  }

  #end(reason: RunLostError | RunStoppedError): void {
    if (this.endedBecause) return;
    this.endedBecause = reason;
    this.#listeners.onEnded();
  }
}
