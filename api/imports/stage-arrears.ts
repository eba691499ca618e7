import type { TransactionSql } from '../../core/platform/postgres.ts';
import { type ArrearsRow, readArrearsRow } from '../../core/rules/formats/arrears-row.ts';
import type { ArrearsField } from '../../core/rules/formats/layout.ts';
import { resolveColumns } from '../../core/rules/formats/resolve-columns.ts';
import { RowReading } from '../../core/rules/formats/row-reading.ts';
import { SeenKeys } from '../../core/rules/formats/seen-keys.ts';
import { ArrearsFacets } from './arrears-facets.ts';
import { BinaryCopy } from './binary-copy.ts';
import { BinaryRows } from './binary-rows.ts';
import { CopyStream } from './copy-stream.ts';
import type { StageCounts } from './import-job.ts';
import {
  ARREARS_ITEM_COLUMNS,
  ARREARS_STAGE_COLUMNS,
  createArrearsStage,
  type FullOf,
  hasNoItems,
  mergeArrears,
} from './merge-arrears.ts';
import { selectPersonIds } from './queries.ts';
import { type RowHandler, type RowTotals, readRows } from './read-rows.ts';
import type { StageContext } from './stage-context.ts';
import { dateReading } from './stage-person.ts';
import { subjectIndex } from './subject-index.ts';

/**
 * One arrears file: read, check, COPY, merge. Runs inside the transaction of `context`. Where nothing is known yet (first
 * load) the rows go straight into their table, and only keys that come again take the way through the stage.
 */
export async function stageArrears(context: StageContext): Promise<StageCounts> {
  const { tx, file, layout, rejected, progress } = context;
  const format = layout.files.arrears;
  if (!format) throw new Error('The layout has no arrears file.');
  // 100,000 persons are some 10 MB: looking them up here saves a join over every installment.
  const personIds = await selectPersonIds(tx);
  const subject = file.subject === null ? null : (subjectIndex(layout, 'code').get(file.subject) ?? file.subject);
  const isFirst = await hasNoItems(tx, subject);
  await createArrearsStage(tx);
  const facets = await ArrearsFacets.open(tx);
  const copy = isFirst
    ? await BinaryCopy.open(tx, 'arrears_item', ARREARS_ITEM_COLUMNS)
    : await BinaryCopy.open(tx, 'stage_arrears', ARREARS_STAGE_COLUMNS);
  // As bytes: rows would keep alive the pieces of the file that they were cut from.
  const repeated = new BinaryRows(Object.values(ARREARS_STAGE_COLUMNS));
  const seen = new SeenKeys();
  const keep = (row: ArrearsRow, lineNo: number, personId: number) => {
    if (!isFirst) return copy.add(arrearsValues(row, personId, facets.of(row), lineNo));
    if (!isRepeated(seen, row)) return copy.add(arrearsValues(row, personId, facets.of(row), context.dataDate));
    repeated.add(arrearsValues(row, personId, facets.of(row), lineNo));
    return false;
  };
  try {
    const totals = await readArrears(context, format.columns, personIds, keep, () => copy.flush());
    await copy.end();
    await facets.save();
    await rejected.flush();
    progress.stage('arrears:merge');
    const again = repeated.count;
    if (again > 0) await copyRepeated(tx, repeated);
    const full = format.scope === 'full' && !isFirst ? fullOf(context) : null;
    const merged = await mergeArrears(tx, { dataDate: context.dataDate, full, afterFirstLoad: isFirst });
    const accepted = totals.rows - totals.rejected;
    const changed = merged.changed + (isFirst ? accepted - again : 0);
    const figures = { closed_items: merged.closed, contained_payments: merged.contained };
    return { rows: totals.rows, rejected: totals.rejected, accepted, changed, unchanged: accepted - changed, figures };
  } catch (error) {
    copy.abandon();
    throw error;
  }
}

function readArrears(
  { file, layout, progress, rejected }: StageContext,
  columns: Partial<Record<ArrearsField, string | number>>,
  personIds: ReadonlyMap<string, number>,
  keep: (row: ArrearsRow, lineNo: number, personId: number) => boolean,
  drain: () => Promise<void>,
): Promise<RowTotals> {
  const codes = {
    directDebit: layout.codes.directDebit,
    subjectIds: subjectIndex(layout, 'code'),
    subjectOfFile: file.subject,
    isKnownAddressee: (addresseeNo: string) => personIds.has(addresseeNo),
  };
  let reading: RowReading<ArrearsField> | undefined;
  const handler: RowHandler = {
    header(names) {
      reading = new RowReading(resolveColumns(columns, names), columns, dateReading(layout));
    },
    row(fields, { lineNo }) {
      if (!reading) throw new Error('A row came before the header.');
      reading.fields = fields;
      const row = readArrearsRow(reading, codes);
      return keep(row, lineNo, personIds.get(row.addresseeNo) ?? 0);
    },
    drain,
    rejected: (row) => rejected.add(row),
  };
  return readRows(file, layout, handler, progress);
}

async function copyRepeated(tx: TransactionSql, rows: BinaryRows): Promise<void> {
  const stream = await CopyStream.open(tx, 'stage_arrears', Object.keys(ARREARS_STAGE_COLUMNS), 'binary');
  await stream.end(rows.takeLast());
}

/** The key of an installment came before in this file. */
function isRepeated(seen: SeenKeys, row: ArrearsRow): boolean {
  return seen.add(row.noticeNo, row.periodNo, row.subjectId, row.levyYear, row.taxableYear);
}

function fullOf({ file, filesOfKind, layout }: StageContext): FullOf {
  if (file.subject !== null) return { subject: subjectIndex(layout, 'code').get(file.subject) ?? file.subject };
  return filesOfKind === 1 ? 'every_subject' : 'subjects_in_file';
}

/** `last`: the number of the line for the stage, the day of the data for the table itself. */
function arrearsValues(row: ArrearsRow, personId: number, facetId: number, last: number | string | null) {
  return [
    personId,
    row.subjectId,
    row.levyYear,
    row.taxableYear,
    row.noticeNo,
    row.periodNo,
    row.dueDate,
    row.principal,
    row.demandFee,
    row.interestFixed,
    row.collected,
    row.demandIssuedOn,
    row.disposition,
    row.directDebit,
    facetId,
    last,
  ];
}
