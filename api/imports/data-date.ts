import { DomainError } from '../../core/platform/errors.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { FileKind, Layout, PaymentField } from '../../core/rules/formats/layout.ts';
import { parseDate } from '../../core/rules/formats/parse-date.ts';
import { plainText } from '../../core/rules/formats/plain-text.ts';
import { resolveColumns } from '../../core/rules/formats/resolve-columns.ts';
import type { SourceFile } from './import-job.ts';
import { selectKnownDate, selectNewestDates } from './queries.ts';
import { readRecords } from './read-records.ts';
import { recordRules } from './read-rows.ts';

/** A later entry date than this after the receipt is a slip of the pen, and must not date a whole hand-over. */
const MAX_ENTRY_LAG_DAYS = 400;
/** Keeps memory flat when a file does not repeat its days. */
const KNOWN_DAYS = 10_000;

/**
 * The day a hand-over stands for: as given by hand; else the newest 収入日 of its payment files; else the date in a file's
 * name (person_20261121.csv); else the day these very bytes stood for when they came before; else unknown.
 */
export async function findDataDate(
  db: Queryable,
  files: readonly (SourceFile & { sha256: string })[],
  layout: Layout,
  given: string | null,
): Promise<string | null> {
  if (given !== null) return given;
  const candidates: string[] = [];
  for (const file of files) {
    if (file.kind === 'payment') candidates.push(...(await newestEntryDate(file, layout)));
  }
  if (candidates.length === 0) candidates.push(...files.flatMap(({ name }) => dateInName(name)));
  if (candidates.length === 0)
    for (const { kind, sha256 } of files) {
      const known = await selectKnownDate(db, kind, sha256);
      if (known !== null) candidates.push(known);
    }
  return candidates.sort().at(-1) ?? null;
}

function dateInName(name: string): string[] {
  const compact = /(?<!\d)(20\d{2}[01]\d[0-3]\d)(?!\d)/.exec(name)?.[1];
  const day = compact ? parseDate(compact, { styles: ['compact'], strictEra: true }) : null;
  return day ? [day] : [];
}

async function newestEntryDate(file: SourceFile, layout: Layout): Promise<string[]> {
  const format = layout.files.payment;
  if (!format) return [];
  const day = dayReader(layout);
  let index: Partial<Record<PaymentField, number>> | undefined;
  let newest: string | null = null;
  for await (const records of readRecords(file.path, recordRules(file, layout))) {
    for (const { fields } of records) {
      if (!fields) continue;
      if (!index) {
        index = resolveColumns(format.columns, layout.header ? fields : null);
        if (layout.header) continue;
      }
      const receipt = day(fields, index.receiptDate);
      const entry = day(fields, index.entryDate) ?? receipt;
      if (entry && receipt && (newest === null || entry > newest) && isPlausible(receipt, entry)) newest = entry;
    }
  }
  return newest === null ? [] : [newest];
}

/** The day a column of a row says; files repeat a few days over all their rows. */
function dayReader(layout: Layout): (fields: readonly string[], column: number | undefined) => string | null {
  const reading = { styles: layout.dates, strictEra: layout.strictEra };
  const known = new Map<string, string | null>();
  return (fields, column) => {
    if (column === undefined) return null;
    const text = fields[column] ?? '';
    let day = known.get(text);
    if (day === undefined) {
      day = parseDate(plainText(text), reading);
      if (known.size >= KNOWN_DAYS) known.clear();
      known.set(text, day);
    }
    return day;
  };
}

function isPlausible(receipt: string, entry: string): boolean {
  return entry >= receipt && Date.parse(entry) - Date.parse(receipt) <= MAX_ENTRY_LAG_DAYS * 86_400_000;
}

/**
 * An older file would bring back what the city has corrected since.
 *
 * @throws DomainError `import/older-file`
 */
export async function assertNotOlder(
  db: Queryable,
  runId: string,
  kinds: readonly FileKind[],
  dataDate: string | null,
): Promise<void> {
  if (dataDate === null) return;
  const newest = await selectNewestDates(db, runId);
  for (const kind of kinds) {
    const known = newest.get(kind);
    if (known !== undefined && known > dataDate)
      throw new DomainError(
        'import/older-file',
        409,
        `このファイルは ${dataDate} 時点のものですが、すでに ${known} 時点のものを取り込んでいます。古いファイルは取り込めません。何も変更していません。`,
        { dataDate, newest: known, kind },
      );
  }
}
