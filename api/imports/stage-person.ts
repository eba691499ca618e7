import type { Layout, PersonField } from '../../core/rules/formats/layout.ts';
import { type PersonRow, readPersonRow } from '../../core/rules/formats/person-row.ts';
import { resolveColumn, resolveColumns } from '../../core/rules/formats/resolve-columns.ts';
import { RowReading } from '../../core/rules/formats/row-reading.ts';
import { CopyWriter } from './copy-writer.ts';
import type { StageCounts } from './import-job.ts';
import { createPersonStage, mergePersons, PERSON_STAGE_COLUMNS } from './merge-person.ts';
import { readRows } from './read-rows.ts';
import type { StageContext } from './stage-context.ts';
import { subjectIndex } from './subject-index.ts';

/** One person file: read, check, COPY aside, merge. Runs inside the transaction of `context`. */
export async function stagePersons(context: StageContext): Promise<StageCounts> {
  const { tx, file, layout, progress, rejected } = context;
  const format = layout.files.person;
  if (!format) throw new Error('The layout has no person file.');
  await createPersonStage(tx);
  const copy = await CopyWriter.open(tx, 'stage_person', PERSON_STAGE_COLUMNS);
  const codes = { ...layout.codes, subjectIds: subjectIndex(layout, 'name_or_code') };
  let reading: RowReading<PersonField> | undefined;
  let phones: { number: number; type: number }[] = [];
  try {
    const totals = await readRows(
      file,
      layout,
      {
        header(names) {
          reading = new RowReading(resolveColumns(format.columns, names), format.columns, dateReading(layout));
          phones = format.phones.map(({ number, type }) => ({
            number: resolveColumn(number, names),
            type: resolveColumn(type, names),
          }));
        },
        row(fields, { lineNo }) {
          if (!reading) throw new Error('A row came before the header.');
          reading.fields = fields;
          return copy.add(personValues(readPersonRow(reading, phones, codes), lineNo));
        },
        drain: () => copy.flush(),
        rejected: (row) => rejected.add(row),
      },
      progress,
    );
    await copy.end();
    await rejected.flush();
    progress.stage('person:merge');
    const merged = await mergePersons(tx, context.dataDate);
    context.onEncoding(totals.encoding);
    const accepted = totals.rows - totals.rejected;
    return {
      rows: totals.rows,
      rejected: totals.rejected,
      accepted,
      changed: merged.changed,
      unchanged: accepted - merged.changed,
      figures: { gone_phones: merged.gonePhones },
    };
  } catch (error) {
    copy.abandon();
    throw error;
  }
}

export function dateReading(layout: Layout) {
  return { styles: layout.dates, strictEra: layout.strictEra };
}

function personValues(row: PersonRow, lineNo: number) {
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
