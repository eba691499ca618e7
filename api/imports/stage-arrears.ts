import { type ArrearsRow, readArrearsRow } from '../../core/rules/formats/arrears-row.ts';
import type { ArrearsField } from '../../core/rules/formats/layout.ts';
import { resolveColumns } from '../../core/rules/formats/resolve-columns.ts';
import { RowReading } from '../../core/rules/formats/row-reading.ts';
import { CopyWriter } from './copy-writer.ts';
import type { StageCounts } from './import-job.ts';
import { ARREARS_STAGE_COLUMNS, createArrearsStage, type FullOf, mergeArrears } from './merge-arrears.ts';
import { selectPersonIds } from './queries.ts';
import { readRows } from './read-rows.ts';
import type { StageContext } from './stage-context.ts';
import { dateReading } from './stage-person.ts';
import { subjectIndex } from './subject-index.ts';

/** One arrears file: read, check, COPY aside, merge. Runs inside the transaction of `context`. */
export async function stageArrears(context: StageContext): Promise<StageCounts> {
  const { tx, file, layout, progress, rejected } = context;
  const format = layout.files.arrears;
  if (!format) throw new Error('The layout has no arrears file.');
  await createArrearsStage(tx);
  // 100,000 persons are some 10 MB: looking them up here saves a join over every installment.
  const personIds = await selectPersonIds(tx);
  const copy = await CopyWriter.open(tx, 'stage_arrears', ARREARS_STAGE_COLUMNS);
  const codes = {
    directDebit: layout.codes.directDebit,
    subjectIds: subjectIndex(layout, 'code'),
    subjectOfFile: file.subject,
    isKnownAddressee: (addresseeNo: string) => personIds.has(addresseeNo),
  };
  let reading: RowReading<ArrearsField> | undefined;
  try {
    const totals = await readRows(
      file,
      layout,
      {
        header(names) {
          reading = new RowReading(resolveColumns(format.columns, names), format.columns, dateReading(layout));
        },
        row(fields, { lineNo }) {
          if (!reading) throw new Error('A row came before the header.');
          reading.fields = fields;
          const row = readArrearsRow(reading, codes);
          return copy.add(arrearsValues(row, lineNo, personIds.get(row.addresseeNo) ?? 0));
        },
        drain: () => copy.flush(),
        rejected: (row) => rejected.add(row),
      },
      progress,
    );
    await copy.end();
    await rejected.flush();
    progress.stage('arrears:merge');
    const merged = await mergeArrears(tx, {
      dataDate: context.dataDate,
      full: format.scope === 'full' ? fullOf(context, codes.subjectIds) : null,
    });
    const accepted = totals.rows - totals.rejected;
    return {
      rows: totals.rows,
      rejected: totals.rejected,
      accepted,
      changed: merged.changed,
      unchanged: accepted - merged.changed,
      figures: { closed_items: merged.closed, contained_payments: merged.contained },
    };
  } catch (error) {
    copy.abandon();
    throw error;
  }
}

function fullOf({ file, filesOfKind }: StageContext, subjectIds: ReadonlyMap<string, string>): FullOf {
  if (file.subject !== null) return { subject: subjectIds.get(file.subject) ?? file.subject };
  return filesOfKind === 1 ? 'every_subject' : 'subjects_in_file';
}

function arrearsValues(row: ArrearsRow, lineNo: number, personId: number) {
  return [
    lineNo,
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
  ];
}
