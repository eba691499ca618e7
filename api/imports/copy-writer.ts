import type { TransactionSql } from '../../core/platform/postgres.ts';
import { CopyStream } from './copy-stream.ts';

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

/** Rows into a table by COPY, in pieces of 64 kB. */
export class CopyWriter {
  readonly #stream: CopyStream;
  #pending = '';

  private constructor(stream: CopyStream) {
    this.#stream = stream;
  }

  static async open(tx: TransactionSql, table: string, columns: readonly string[]): Promise<CopyWriter> {
    return new CopyWriter(await CopyStream.open(tx, table, columns, 'text'));
  }

  /** True when `flush` should be awaited before the next row: a promise for every row would cost more than the row. */
  add(values: readonly CopyValue[]): boolean {
    return this.addLine(copyLine(values));
  }

  addLine(line: string): boolean {
    this.#pending += line;
    return this.#pending.length >= FLUSH_CHARS;
  }

  end(): Promise<void> {
    return this.#stream.end(this.#taken());
  }

  abandon(): void {
    this.#stream.abandon();
  }

  async flush(): Promise<void> {
    if (this.#pending !== '') await this.#stream.write(this.#taken());
  }

  #taken(): string {
    const text = this.#pending;
    this.#pending = '';
    return text;
  }
}
