import type { Sql } from '../../core/platform/postgres.ts';
import type { RejectedRow } from './import-job.ts';
import { insertRowErrors } from './queries.ts';

const BATCH = 500;

/** Collects rejected rows and writes them in batches, on a connection of their own: the stage's own one is in COPY. */
export class RejectedRows {
  readonly #sql: Sql;
  readonly #fileId: number;
  #pending: RejectedRow[] = [];

  constructor(sql: Sql, fileId: number) {
    this.#sql = sql;
    this.#fileId = fileId;
  }

  /** Undefined when nothing had to be waited for. */
  add(row: RejectedRow): Promise<void> | undefined {
    // A copy: the slice would keep its whole half-megabyte chunk alive.
    this.#pending.push({ ...row, raw: Buffer.from(row.raw) });
    return this.#pending.length >= BATCH ? this.flush() : undefined;
  }

  async flush(): Promise<void> {
    if (this.#pending.length === 0) return;
    const rows = this.#pending;
    this.#pending = [];
    await insertRowErrors(this.#sql, this.#fileId, rows);
  }
}
