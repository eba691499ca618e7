/** What a column of the table is: COPY's binary format takes nothing else for it. */
export type ColumnType = 'int2' | 'int4' | 'int8' | 'text' | 'date' | 'bool';

/** A date as `YYYY-MM-DD`. */
export type BinaryValue = string | number | boolean | null;

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const END = Buffer.from([0xff, 0xff]);
/** Days between the computer's epoch and the database's, 2000-01-01. */
const EPOCH_DAYS = 10_957;
const DAY_MS = 86_400_000;
/** Files repeat a few thousand days over a million rows; the limit keeps memory flat when they do not. */
const CACHE_LIMIT = 50_000;
const FIRST_BYTES = 1 << 17;

/** Days since 2000-01-01. The platform reads a 30th of February as the 2nd of March; the database would refuse it, so does this. */
function daysOf(value: string): number {
  const date = new Date(`${value}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== value)
    throw new RangeError(`${value} is no date.`);
  return date.getTime() / DAY_MS - EPOCH_DAYS;
}

/**
 * Rows in COPY's binary format. The database has nothing left to parse in them (dates most of all), and here no text is put
 * together first.
 */
export class BinaryRows {
  readonly #types: readonly ColumnType[];
  readonly #days = new Map<string, number>();
  #buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #length = 0;
  #count = 0;

  constructor(types: readonly ColumnType[]) {
    this.#types = types;
    this.#bytes(SIGNATURE);
  }

  /** Bytes since the last `take`. */
  get length(): number {
    return this.#length;
  }

  /** Rows since the beginning. */
  get count(): number {
    return this.#count;
  }

  /** Values by the types, in their order. */
  add(values: readonly BinaryValue[]): void {
    const types = this.#types;
    this.#count += 1;
    this.#room(2 + types.length * 12);
    this.#int2(types.length);
    for (let i = 0; i < types.length; i += 1) {
      const value = values[i] ?? null;
      if (value === null) this.#int4(-1);
      else if (typeof value === 'number') this.#number(value, types[i]);
      else if (typeof value === 'boolean') this.#boolean(value);
      else if (types[i] === 'date') this.#date(value);
      else this.#text(value, (types.length - i) * 12);
    }
  }

  /** What was added since the last time. */
  take(): Buffer {
    const taken = this.#buffer.subarray(0, this.#length);
    // Not the same again: the socket may still be writing from it.
    this.#buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
    this.#length = 0;
    return taken;
  }

  /** With what tells the database that it was all. */
  takeLast(): Buffer {
    this.#bytes(END);
    return this.take();
  }

  #number(value: number, type: ColumnType | undefined): void {
    if (type === 'int8') {
      this.#int4(8);
      this.#int4(Math.floor(value / 4_294_967_296));
      this.#int4(value);
    } else if (type === 'int4') {
      this.#int4(4);
      this.#int4(value);
    } else if (type === 'int2') {
      this.#int4(2);
      this.#int2(value);
    } else throw new TypeError(`A number came for a column of ${type ?? 'no type'}.`);
  }

  #boolean(value: boolean): void {
    this.#int4(1);
    this.#buffer[this.#length++] = value ? 1 : 0;
  }

  #date(value: string): void {
    let days = this.#days.get(value);
    if (days === undefined) {
      days = daysOf(value);
      if (this.#days.size >= CACHE_LIMIT) this.#days.clear();
      this.#days.set(value, days);
    }
    this.#int4(4);
    this.#int4(days);
  }

  /** `after`: bytes that the rest of the row needs at least. */
  #text(value: string, after: number): void {
    this.#room(value.length * 3 + 4 + after);
    const start = this.#length + 4;
    const buffer = this.#buffer;
    let at = start;
    for (let i = 0; i < value.length; i += 1) {
      const code = value.charCodeAt(i);
      if (code > 0x7f) {
        at = start + buffer.write(value, start, 'utf8');
        break;
      }
      buffer[at++] = code;
    }
    this.#int4(at - start);
    this.#length = at;
  }

  #bytes(bytes: Buffer): void {
    this.#room(bytes.length);
    this.#length += bytes.copy(this.#buffer, this.#length);
  }

  #int2(value: number): void {
    const at = this.#length;
    this.#buffer[at] = value >> 8;
    this.#buffer[at + 1] = value;
    this.#length = at + 2;
  }

  #int4(value: number): void {
    const at = this.#length;
    const buffer = this.#buffer;
    buffer[at] = value >> 24;
    buffer[at + 1] = value >> 16;
    buffer[at + 2] = value >> 8;
    buffer[at + 3] = value;
    this.#length = at + 4;
  }

  #room(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.#length + bytes));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
