import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import type { PersonRow } from '../../core/rules/formats/person-row.ts';
import { SeenKeys } from '../../core/rules/formats/seen-keys.ts';
import type { TypedColumns } from './binary-copy.ts';
import { BinaryRows } from './binary-rows.ts';
import { CopyStream } from './copy-stream.ts';
import { copyLine } from './copy-writer.ts';
import {
  analysePersons,
  createPersonStage,
  forgetSuperseded,
  mergePersons,
  PERSON_STAGE_COLUMNS,
} from './merge-person.ts';
import type { PersonSink } from './person-sink.ts';
import { ReservedIds } from './reserved-ids.ts';
import { stagedValues } from './staged-persons.ts';

const HOUSEHOLD_COLUMNS: TypedColumns = { id: 'int8', household_no: 'text' };
const PERSON_COLUMNS: TypedColumns = {
  id: 'int8',
  addressee_no: 'text',
  kind: 'text',
  name_official: 'text',
  name_search: 'text',
  name_kana: 'text',
  kana_search: 'text',
  birth_date: 'date',
  language: 'text',
  deceased_on: 'date',
  shielded: 'bool',
  household_id: 'int8',
  relationship: 'text',
  postal_code: 'text',
  address_line1: 'text',
  address_line2: 'text',
  address_search: 'text',
  note: 'text',
  source_date: 'date',
};
const PHONE_COLUMNS: TypedColumns = {
  person_id: 'int8',
  position: 'int2',
  raw: 'text',
  digits: 'text',
  type: 'text',
  usable: 'bool',
  unusable_reason: 'text',
  source_subject_id: 'text',
};

/** Half a megabyte. While the database takes one chunk the next is read. */
const CHUNK_ROWS = 2_048;
/** Between so many rows the connection gets its turn; a divisor of `CHUNK_ROWS`. */
const TURN_ROWS = 64;

class Chunk {
  readonly households = new BinaryRows(Object.values(HOUSEHOLD_COLUMNS));
  readonly persons = new BinaryRows(Object.values(PERSON_COLUMNS));
  readonly phones = new BinaryRows(Object.values(PHONE_COLUMNS));
}

/**
 * The first file of persons, where nobody is known to compare with: rows go straight into their tables, with ids given
 * here. Rows whose key came before wait until the end and are merged then as in any later file.
 */
export class FirstPersons implements PersonSink {
  readonly #tx: TransactionSql;
  readonly #dataDate: string | null;
  readonly #personIds = new ReservedIds('person');
  readonly #householdIds = new ReservedIds('household');
  readonly #households = new Map<string, number>();
  readonly #seen = new SeenKeys();
  /** As bytes: lines would keep alive the pieces of the file that they were cut from. */
  readonly #repeated: Buffer[] = [];
  #chunk = new Chunk();
  #added = 0;
  #storing: Promise<void> = Promise.resolve();

  private constructor(tx: TransactionSql, dataDate: string | null) {
    this.#tx = tx;
    this.#dataDate = dataDate;
  }

  static async open(tx: TransactionSql, dataDate: string | null): Promise<FirstPersons> {
    const first = new FirstPersons(tx, dataDate);
    await first.#reserveIds();
    return first;
  }

  add(row: PersonRow, lineNo: number): boolean {
    if (this.#seen.add(row.addresseeNo)) {
      this.#repeated.push(Buffer.from(copyLine(stagedValues(row, lineNo))));
      return false;
    }
    const id = this.#personIds.take();
    const { persons, phones } = this.#chunk;
    persons.add(this.#personValues(row, id));
    for (const { position, raw, digits, type, usable, unusableReason, sourceSubjectId } of row.phones)
      phones.add([id, position, raw, digits, type, usable, unusableReason, sourceSubjectId]);
    return persons.count % TURN_ROWS === 0;
  }

  async drain(): Promise<void> {
    if (this.#chunk.persons.count < CHUNK_ROWS) await nextTurn();
    else await this.#storeChunk();
  }

  async finish(): Promise<{ changed: number; gonePhones: number }> {
    await this.#storeChunk();
    await this.#storing;
    await analysePersons(this.#tx);
    if (this.#repeated.length === 0) return { changed: this.#added, gonePhones: 0 };
    await createPersonStage(this.#tx);
    const stage = await CopyStream.open(this.#tx, 'stage_person', PERSON_STAGE_COLUMNS, 'text');
    await stage.end(Buffer.concat(this.#repeated));
    const merged = await mergePersons(this.#tx, this.#dataDate);
    await forgetSuperseded(this.#tx);
    return { changed: this.#added + merged.changed, gonePhones: 0 };
  }

  async abandon(): Promise<void> {
    // Its fault, if it had one, is the one that is being dealt with.
    await this.#storing.catch(() => undefined);
  }

  /** Waits for the chunk before this one: never more than two are in memory. */
  async #storeChunk(): Promise<void> {
    await this.#storing;
    const chunk = this.#chunk;
    this.#chunk = new Chunk();
    this.#added += chunk.persons.count;
    this.#storing = this.#store(chunk);
    // Awaited with the next chunk; until then a failure must not count as unhandled.
    this.#storing.catch(() => undefined);
  }

  async #store({ households, persons, phones }: Chunk): Promise<void> {
    await this.#copy('household', HOUSEHOLD_COLUMNS, households);
    await this.#copy('person', PERSON_COLUMNS, persons);
    await this.#copy('phone_number', PHONE_COLUMNS, phones);
    await this.#reserveIds();
  }

  async #copy(table: string, columns: TypedColumns, rows: BinaryRows): Promise<void> {
    if (rows.count === 0) return;
    const stream = await CopyStream.open(this.#tx, table, Object.keys(columns), 'binary');
    await stream.end(rows.takeLast());
  }

  /** For what is left of the chunk being read and for the whole next one. */
  async #reserveIds(): Promise<void> {
    await this.#personIds.fill(this.#tx, 2 * CHUNK_ROWS);
    await this.#householdIds.fill(this.#tx, 2 * CHUNK_ROWS);
  }

  #householdId(no: string | null): number | null {
    if (no === null) return null;
    const known = this.#households.get(no);
    if (known !== undefined) return known;
    const id = this.#householdIds.take();
    this.#households.set(no, id);
    this.#chunk.households.add([id, no]);
    return id;
  }

  #personValues(row: PersonRow, id: number) {
    return [
      id,
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
      this.#householdId(row.householdNo),
      row.relationship,
      row.postalCode,
      row.addressLine1,
      row.addressLine2,
      row.addressSearch,
      row.note,
      this.#dataDate,
    ];
  }
}
