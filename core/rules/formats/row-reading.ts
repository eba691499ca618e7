import { type DateReading, parseDate, parseFiscalYear } from './parse-date.ts';
import { parseYen } from './parse-yen.ts';
import { givenText, plainText } from './plain-text.ts';
import { REASONS, type RejectReason, RowRejected } from './reject-reasons.ts';

/** Files repeat a few thousand days over a million rows; the limit keeps memory flat when they do not. */
const CACHE_LIMIT = 50_000;

/** Reads the fields of one row by the layout's columns; throws `RowRejected` with reason and column. */
export class RowReading<F extends string> {
  fields: readonly string[] = [];
  readonly #index: Partial<Record<F, number>>;
  readonly #titles: Partial<Record<F, string | number>>;
  readonly #dates: DateReading;
  readonly #dateCache = new Map<string, string | null>();
  readonly #yearCache = new Map<string, number | null>();

  constructor(index: Partial<Record<F, number>>, titles: Partial<Record<F, string | number>>, dates: DateReading) {
    this.#index = index;
    this.#titles = titles;
    this.#dates = dates;
  }

  reject(reason: RejectReason, field: F): never {
    throw new RowRejected(reason, String(this.#titles[field] ?? field));
  }

  /** As it came; '' when the file has no such column. */
  raw(field: F): string {
    const at = this.#index[field];
    return at === undefined ? '' : (this.fields[at] ?? '');
  }

  given(field: F): string | null {
    return givenText(this.raw(field)) || null;
  }

  plain(field: F): string {
    return plainText(this.raw(field));
  }

  required(field: F, reason: RejectReason): string {
    return this.plain(field) || this.reject(reason, field);
  }

  date(field: F, reason: RejectReason): string {
    return this.optionalDate(field, reason) ?? this.reject(reason, field);
  }

  /** Null when blank; a day that never was rejects the row. */
  optionalDate(field: F, reason: RejectReason): string | null {
    const raw = this.raw(field);
    if (raw === '') return null;
    let day = this.#dateCache.get(raw);
    if (day === undefined) {
      const text = plainText(raw);
      if (text === '') return null;
      day = parseDate(text, this.#dates);
      if (this.#dateCache.size >= CACHE_LIMIT) this.#dateCache.clear();
      this.#dateCache.set(raw, day);
    }
    return day ?? this.reject(reason, field);
  }

  year(field: F, reason: RejectReason): number {
    const raw = this.raw(field);
    let year = this.#yearCache.get(raw);
    if (year === undefined) {
      year = parseFiscalYear(plainText(raw));
      if (this.#yearCache.size >= CACHE_LIMIT) this.#yearCache.clear();
      this.#yearCache.set(raw, year);
    }
    return year ?? this.reject(reason, field);
  }

  yen(field: F, reason: RejectReason): number {
    return parseYen(this.plain(field)) ?? this.reject(reason, field);
  }

  /** Blank is nothing; a negative amount is an error. */
  optionalYen(field: F, reason: RejectReason): number {
    const text = this.plain(field);
    if (text === '') return 0;
    const value = parseYen(text);
    return value === null || value < 0 ? this.reject(reason, field) : value;
  }

  /** Key of an installment: `01`, `１`, `第1期` and `1` are one period. */
  period(field: F): string {
    const text = this.required(field, REASONS.periodNoMissing);
    const bare = text
      .replace(/^第/, '')
      .replace(/期(別)?$/, '')
      .trim();
    if (bare === '') return this.reject(REASONS.periodNoMissing, field);
    return bare.replace(/^0+(?=\d)/, '');
  }

  flag(field: F, codes: Record<string, boolean>, whenBlank: boolean, reason: RejectReason): boolean {
    const text = this.plain(field);
    if (text === '') return codes[''] ?? whenBlank;
    return codes[text] ?? this.reject(reason, field);
  }
}
