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

type Named = Omit<FacetRow, 'demanded'>;

/** Years and marks as one number; each year fits into 16 bits. */
const marksOf = ({ levyYear, taxableYear, directDebit, disposition }: Named, demanded: boolean) =>
  (levyYear * 65_536 + taxableYear) * 8 + (demanded ? 4 : 0) + (directDebit ? 2 : 0) + (disposition === null ? 0 : 1);

const restOf = ({ periodNo, disposition }: Named) =>
  disposition === null ? periodNo : `${periodNo.length}|${periodNo}${disposition}`;

/** By due date, marks, subject and the rest: putting one key together for each of a million rows takes far longer. */
type Tree = Map<string, Map<number, Map<string, Map<string, number>>>>;

function branchOf<K, V extends Map<unknown, unknown>>(tree: Map<K, V>, key: K): V {
  const known = tree.get(key);
  if (known) return known;
  const branch = new Map() as V;
  tree.set(key, branch);
  return branch;
}

/**
 * Numbers for what many installments have in common (table `arrears_facet`), found without asking the database for each row. The
 * numbers go on from the last one without a gap; the table is locked so that nobody else takes the same.
 */
export class ArrearsFacets {
  readonly #tx: TransactionSql;
  readonly #known: Tree = new Map();
  readonly #fresh: { id: number; row: ArrearsRow }[] = [];
  #count = 0;

  private constructor(tx: TransactionSql) {
    this.#tx = tx;
  }

  static async open(tx: TransactionSql): Promise<ArrearsFacets> {
    await tx`lock table arrears_facet in share row exclusive mode`;
    const rows = await tx<(FacetRow & { id: number })[]>`
      select id, subject_id as "subjectId", levy_year as "levyYear", taxable_year as "taxableYear", period_no as "periodNo",
        due_date as "dueDate", demanded, disposition, direct_debit as "directDebit" from arrears_facet`;
    const facets = new ArrearsFacets(tx);
    for (const row of rows) facets.#branch(row, row.demanded).set(restOf(row), row.id);
    facets.#count = rows.length;
    return facets;
  }

  of(row: ArrearsRow): number {
    const branch = this.#branch(row, row.demandIssuedOn !== null);
    const key = restOf(row);
    const known = branch.get(key);
    if (known !== undefined) return known;
    this.#count += 1;
    branch.set(key, this.#count);
    this.#fresh.push({ id: this.#count, row });
    return this.#count;
  }

  #branch(row: Named, demanded: boolean): Map<string, number> {
    return branchOf(branchOf(branchOf(this.#known, row.dueDate), marksOf(row, demanded)), row.subjectId);
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
