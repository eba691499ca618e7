import type { PersonRow } from '../../core/rules/formats/person-row.ts';

/** Where the rows of one person file go. */
export interface PersonSink {
  /** True when `drain` should be awaited before the next row. */
  add(row: PersonRow, lineNo: number): boolean;
  drain(): Promise<void>;
  /** Every row is in its table. `changed`: rows that said something new; a row that came twice counts once. */
  finish(): Promise<{ changed: number; gonePhones: number }>;
  /** The transaction is given up. */
  abandon(): Promise<void>;
}
