import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { TransactionSql } from '../../core/platform/postgres.ts';

/** A COPY in progress: takes bytes or text in the format it was opened for, no faster than the database does. */
export class CopyStream {
  readonly #tx: TransactionSql;
  readonly #stream: Writable;
  readonly #finished: Promise<void>;

  private constructor(tx: TransactionSql, stream: Writable) {
    this.#tx = tx;
    this.#stream = stream;
    this.#finished = new Promise((resolve, reject) => {
      stream.once('finish', resolve);
      stream.once('error', reject);
      stream.once('close', () => reject(new Error('COPY was closed before it ended.')));
    });
    // Awaited in `end`; until then a failure must not count as unhandled.
    this.#finished.catch(() => undefined);
  }

  static async open(
    tx: TransactionSql,
    table: string,
    columns: readonly string[],
    format: 'text' | 'binary',
  ): Promise<CopyStream> {
    const names = tx(columns as string[]);
    const query =
      format === 'text'
        ? tx`copy ${tx(table)} (${names}) from stdin`
        : tx`copy ${tx(table)} (${names}) from stdin with (format binary)`;
    return new CopyStream(tx, await query.writable());
  }

  async write(piece: string | Buffer): Promise<void> {
    if (!this.#stream.write(piece)) await Promise.race([once(this.#stream, 'drain'), this.#finished]);
  }

  async end(rest: string | Buffer): Promise<void> {
    const written = new Promise<void>((resolve, reject) =>
      this.#stream.write(rest, (error) => (error ? reject(error) : resolve())),
    );
    await Promise.race([written, this.#finished]);
    this.#stream.end();
    // The driver tells nobody when the server refuses a COPY behind its last byte; the transaction's next statement fails then.
    await this.#tx`select`.catch((cause: unknown) => {
      throw new Error('The database did not take the end of a COPY; its own log says why.', { cause });
    });
    await this.#finished;
  }

  /** The transaction is given up: COPY ends with it. */
  abandon(): void {
    this.#stream.destroy();
  }
}
