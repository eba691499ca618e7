import type { TransactionSql } from '../../core/platform/postgres.ts';
import type { ArrearsRow } from '../../core/rules/formats/arrears-row.ts';
import { CopyWriter } from './copy-writer.ts';

type FacetRow = Pick<
  ArrearsRow,
  'subjectId' | 'levyYear' | 'taxableYear' | 'periodNo' | 'dueDate' | 'disposition' | 'directDebit'
> & { demanded: boolean };

const COLUMNS = [
  'id',
  'subject_id',
  'levy_year',
  'taxable_year',
  'period_no',
  'due_date',
  'demanded',
  'disposition',
  'direct_debit',
];

const keyOf = (row: Omit<FacetRow, 'demanded'>, demanded: boolean) =>
  `${row.subjectId}|${row.levyYear}|${row.taxableYear}|${row.periodNo}|${row.dueDate}|${demanded ? 1 : 0}${row.directDebit ? 1 : 0}${
    row.disposition === null ? '' : `|${row.disposition}`
  }`;

/**
 * Numbers for what many installments have in common (table `arrears_facet`), found without asking the database for each row. The
 * numbers go on from the last one without a gap; the table is locked so that nobody else takes the same.
 */
export class ArrearsFacets {
  readonly #tx: TransactionSql;
  readonly #known: Map<string, number>;
  readonly #fresh: { id: number; row: ArrearsRow }[] = [];

  private constructor(tx: TransactionSql, known: Map<string, number>) {
    this.#tx = tx;
    this.#known = known;
  }

  static async open(tx: TransactionSql): Promise<ArrearsFacets> {
    await tx`lock table arrears_facet in share row exclusive mode`;
    const rows = await tx<(FacetRow & { id: number })[]>`
      select id, subject_id as "subjectId", levy_year as "levyYear", taxable_year as "taxableYear", period_no as "periodNo",
        due_date as "dueDate", demanded, disposition, direct_debit as "directDebit" from arrears_facet`;
    return new ArrearsFacets(tx, new Map(rows.map((row) => [keyOf(row, row.demanded), row.id])));
  }

  of(row: ArrearsRow): number {
    const key = keyOf(row, row.demandIssuedOn !== null);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const id = this.#known.size + 1;
    this.#known.set(key, id);
    this.#fresh.push({ id, row });
    return id;
  }

  /** Before anything in this transaction reads them. */
  async save(): Promise<void> {
    if (this.#fresh.length === 0) return;
    const copy = await CopyWriter.open(this.#tx, 'arrears_facet', COLUMNS);
    for (const { id, row } of this.#fresh.splice(0)) {
      const { subjectId, levyYear, taxableYear, periodNo, dueDate, demandIssuedOn, disposition, directDebit } = row;
      const demanded = demandIssuedOn !== null;
      if (copy.add([id, subjectId, levyYear, taxableYear, periodNo, dueDate, demanded, disposition, directDebit]))
        await copy.flush();
    }
    await copy.end();
  }
}
