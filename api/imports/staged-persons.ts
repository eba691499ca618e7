import type { TransactionSql } from '../../core/platform/postgres.ts';
import type { PersonRow } from '../../core/rules/formats/person-row.ts';
import { CopyWriter } from './copy-writer.ts';
import { createPersonStage, mergePersons, PERSON_STAGE_COLUMNS } from './merge-person.ts';
import type { PersonSink } from './person-sink.ts';

/** Rows beside persons who are known: aside first, then compared. */
export class StagedPersons implements PersonSink {
  readonly #tx: TransactionSql;
  readonly #dataDate: string | null;
  readonly #copy: CopyWriter;

  private constructor(tx: TransactionSql, dataDate: string | null, copy: CopyWriter) {
    this.#tx = tx;
    this.#dataDate = dataDate;
    this.#copy = copy;
  }

  static async open(tx: TransactionSql, dataDate: string | null): Promise<StagedPersons> {
    await createPersonStage(tx);
    return new StagedPersons(tx, dataDate, await CopyWriter.open(tx, 'stage_person', PERSON_STAGE_COLUMNS));
  }

  add(row: PersonRow, lineNo: number): boolean {
    return this.#copy.add(stagedValues(row, lineNo));
  }

  drain(): Promise<void> {
    return this.#copy.flush();
  }

  async finish(): Promise<{ changed: number; gonePhones: number }> {
    await this.#copy.end();
    return mergePersons(this.#tx, this.#dataDate);
  }

  async abandon(): Promise<void> {
    this.#copy.abandon();
  }
}

/** By `PERSON_STAGE_COLUMNS`. */
export function stagedValues(row: PersonRow, lineNo: number) {
  return [
    lineNo,
    row.addresseeNo,
    row.kind,
    row.nameOfficial,
    row.nameSearch,
    row.nameKana,
    row.kanaSearch,
    row.birthDate,
    row.language,
    row.deceasedOn,
    row.shielded,
    row.householdNo,
    row.relationship,
    row.postalCode,
    row.addressLine1,
    row.addressLine2,
    row.addressSearch,
    row.note,
    row.phones.length === 0 ? null : JSON.stringify(row.phones),
  ];
}
