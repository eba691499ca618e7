import type { ColumnRef } from './layout.ts';
import { plainText } from './plain-text.ts';

/** Where each field of a row stands; a field the layout does not name is absent. */
export type ColumnIndex<F extends string> = Partial<Record<F, number>>;

export class MissingColumnError extends Error {
  readonly column: string;
  constructor(column: string) {
    super(`The header has no column "${column}".`);
    this.column = column;
  }
}

/**
 * Index of every column. Headers are compared by name, so their order does not matter; a column that the layout names
 * must be there, because a missing 支援措置 column would quietly unprotect everybody.
 *
 * @throws MissingColumnError
 */
export function resolveColumns<F extends string>(
  columns: Partial<Record<F, ColumnRef>>,
  header: readonly string[] | null,
): ColumnIndex<F> {
  const index: ColumnIndex<F> = {};
  for (const [field, ref] of Object.entries(columns) as [F, ColumnRef][]) index[field] = resolveColumn(ref, header);
  return index;
}

export function resolveColumn(ref: ColumnRef, header: readonly string[] | null): number {
  if (typeof ref === 'number') return ref - 1;
  const wanted = headerKey(ref);
  const at = header?.findIndex((name) => headerKey(name) === wanted) ?? -1;
  if (at < 0) throw new MissingColumnError(ref);
  return at;
}

const headerKey = (name: string) => plainText(name.replace(/^\ufeff/, '')).replaceAll(' ', '');
