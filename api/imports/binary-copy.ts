import type { TransactionSql } from '../../core/platform/postgres.ts';
import { BinaryRows, type BinaryValue, type ColumnType } from './binary-rows.ts';
import { CopyStream } from './copy-stream.ts';

/** Columns of a table with their types, in the order of the values. */
export type TypedColumns = Readonly<Record<string, ColumnType>>;

const FLUSH_BYTES = 1 << 16;

/** Rows into a table by COPY in its binary format, in pieces of 64 kB. */
export class BinaryCopy {
  readonly #stream: CopyStream;
  readonly #rows: BinaryRows;

  private constructor(stream: CopyStream, rows: BinaryRows) {
    this.#stream = stream;
    this.#rows = rows;
  }

  static async open(tx: TransactionSql, table: string, columns: TypedColumns): Promise<BinaryCopy> {
    const stream = await CopyStream.open(tx, table, Object.keys(columns), 'binary');
    return new BinaryCopy(stream, new BinaryRows(Object.values(columns)));
  }

  /** True when `flush` should be awaited before the next row. */
  add(values: readonly BinaryValue[]): boolean {
    this.#rows.add(values);
    return this.#rows.length >= FLUSH_BYTES;
  }

  flush(): Promise<void> {
    return this.#stream.write(this.#rows.take());
  }

  end(): Promise<void> {
    return this.#stream.end(this.#rows.takeLast());
  }

  /** The transaction is given up. */
  abandon(): void {
    this.#stream.abandon();
  }
}
