import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { encodeText } from '../encode-text.ts';
import type { CityLayout } from '../layout.ts';

const FLUSH_CHARS = 1 << 16;

/** A hand-over file as core systems print it: every field in quotes, CRLF, in the layout's encoding, BOM where usual. */
export class CsvFile {
  readonly #stream: WriteStream;
  readonly #layout: CityLayout;
  #pending = '';

  constructor(path: string, layout: CityLayout, header: readonly string[]) {
    this.#stream = createWriteStream(path);
    this.#layout = layout;
    if (layout.encoding.startsWith('utf-16')) this.#pending = '\ufeff';
    this.#add(header);
  }

  async row(fields: readonly string[]): Promise<void> {
    this.#add(fields);
    if (this.#pending.length >= FLUSH_CHARS) await this.#flush();
  }

  async close(): Promise<void> {
    await this.#flush();
    this.#stream.end();
    await once(this.#stream, 'finish');
  }

  #add(fields: readonly string[]): void {
    const { quote, separator } = this.#layout;
    const quoted = fields.map((field) => quote + field.replaceAll(quote, quote + quote) + quote);
    this.#pending += `${quoted.join(separator)}\r\n`;
  }

  async #flush(): Promise<void> {
    const bytes = encodeText(this.#pending, this.#layout.encoding);
    this.#pending = '';
    if (!this.#stream.write(bytes)) await once(this.#stream, 'drain');
  }
}
