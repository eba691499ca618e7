import type { TransactionSql } from '../../core/platform/postgres.ts';

/** Somebody else (an invented citizen of the training) may draw a number in between; not ten times in a row. */
const TRIES = 10;

/**
 * Ids for rows that COPY brings together with their ids, drawn from the table's own sequence, in unbroken blocks, so that
 * nobody else ever gets the same.
 */
export class ReservedIds {
  readonly #table: string;
  readonly #blocks: { next: number; end: number }[] = [];
  #left = 0;

  constructor(table: string) {
    this.#table = table;
  }

  /** In the order of the sequence. */
  take(): number {
    const block = this.#blocks[0];
    if (!block) throw new Error(`No id of ${this.#table} is reserved.`);
    const id = block.next;
    block.next += 1;
    if (block.next === block.end) this.#blocks.shift();
    this.#left -= 1;
    return id;
  }

  /** Afterwards at least `wanted` are there, less what was taken meanwhile. */
  async fill(tx: TransactionSql, wanted: number): Promise<void> {
    const missing = wanted - this.#left;
    if (missing <= 0) return;
    for (let tried = 0; tried < TRIES; tried += 1) {
      const [drawn] = await tx<{ first: number; last: number }[]>`
        select min(id) as first, max(id) as last from (
          select nextval(named.sequence) as id
          from (select pg_get_serial_sequence(${this.#table}, 'id')::regclass as sequence offset 0) named,
            generate_series(1, ${missing}::integer)) drawn`;
      if (!drawn || drawn.last - drawn.first + 1 !== missing) continue;
      this.#blocks.push({ next: drawn.first, end: drawn.last + 1 });
      this.#left += missing;
      return;
    }
    throw new Error(`No unbroken block of ids of ${this.#table} could be drawn.`);
  }
}
