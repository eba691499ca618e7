import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { TransactionSql } from '../../core/platform/postgres.ts';

export type CopyValue = string | number | boolean | null;

const NEEDS_ESCAPE = /[\\\t\n\r]/;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const FLUSH_CHARS = 1 << 16;

function escapeText(value: string): string {
  return NEEDS_ESCAPE.test(value) ? value.replace(/[\\\t\n\r]/g, (char) => ESCAPES[char] ?? char) : value;
}

/** One row as COPY's text format wants it. */
export function copyLine(values: readonly CopyValue[]): string {
  let line = '';
  for (let i = 0; i < values.length; i += 1) {
    if (i > 0) line += '\t';
    const value = values[i] ?? null;
    if (typeof value === 'string') line += escapeText(value);
    else if (value === null) line += '\\N';
    else if (typeof value === 'number') line += value;
    else line += value ? 't' : 'f';
  }
  return `${line}\n`;
}

/** Rows into a table by COPY, in pieces of 64 kB, no faster than the database takes them. */
export class CopyWriter {
  readonly #tx: TransactionSql;
  readonly #stream: Writable;
  readonly #finished: Promise<void>;
  #pending = '';

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

  static async open(tx: TransactionSql, table: string, columns: readonly string[]): Promise<CopyWriter> {
    const stream = await tx`copy ${tx(table)} (${tx(columns as string[])}) from stdin`.writable();
    return new CopyWriter(tx, stream);
  }

  /** True when `flush` should be awaited before the next row: a promise for every row would cost more than the row. */
  add(values: readonly CopyValue[]): boolean {
    return this.addLine(copyLine(values));
  }

  addLine(line: string): boolean {
    this.#pending += line;
    return this.#pending.length >= FLUSH_CHARS;
  }

  async end(): Promise<void> {
    const rest = this.#pending;
    this.#pending = '';
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

  async flush(): Promise<void> {
    if (this.#pending === '') return;
    const text = this.#pending;
    this.#pending = '';
    if (!this.#stream.write(text)) await Promise.race([once(this.#stream, 'drain'), this.#finished]);
  }
}
