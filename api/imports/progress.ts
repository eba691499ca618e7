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

/** Writes progress and renews the lease every half second, also while one long statement runs. */
export class RunProgress implements ProgressSink {
  readonly current: ImportProgress;
  readonly #timer: NodeJS.Timeout;
  #lost = false;
  #busy = false;

  constructor(
    sql: Sql,
    runId: string,
    rowsTotal: number,
    listeners: { onProgress(progress: ImportProgress): void; onLost(): void; logger: Logger },
  ) {
    this.current = { stage: 'start', rowsDone: 0, rowsTotal };
    const tick = async () => {
      if (this.#busy) return;
      this.#busy = true;
      try {
        const { stage, rowsDone } = this.current;
        const ours = await renewRun(sql, runId, { rowsDone, rowsTotal, stage, leaseSec: LEASE_SEC });
        if (!ours && !this.#lost) {
          this.#lost = true;
          listeners.onLost();
        }
      } catch (error) {
        listeners.logger.warn({ runId, err: messageOf(error) }, 'progress not written; the next tick tries again');
      } finally {
        this.#busy = false;
      }
      listeners.onProgress(this.current);
    };
    this.#timer = setInterval(() => void tick(), TICK_MS);
  }

  rows(done: number): void {
    this.current.rowsDone = Math.min(this.current.rowsDone + done, this.current.rowsTotal);
  }

  stage(name: string): void {
    this.current.stage = name;
  }

  assertAlive(): void {
    if (this.#lost) throw new RunLostError();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
