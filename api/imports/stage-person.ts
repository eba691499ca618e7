import type { Layout, PersonField } from '../../core/rules/formats/layout.ts';
import { readPersonRow } from '../../core/rules/formats/person-row.ts';
import { resolveColumn, resolveColumns } from '../../core/rules/formats/resolve-columns.ts';
import { RowReading } from '../../core/rules/formats/row-reading.ts';
import { FirstPersons } from './first-persons.ts';
import type { StageCounts } from './import-job.ts';
import { knowsNobody } from './merge-person.ts';
import { readRows } from './read-rows.ts';
import type { StageContext } from './stage-context.ts';
import { StagedPersons } from './staged-persons.ts';
import { subjectIndex } from './subject-index.ts';

/** One person file: read, check, COPY, merge. Runs inside the transaction of `context`. */
export async function stagePersons(context: StageContext): Promise<StageCounts> {
  const { tx, file, layout, progress, rejected } = context;
  const format = layout.files.person;
  if (!format) throw new Error('The layout has no person file.');
  const way = (await knowsNobody(tx)) ? FirstPersons : StagedPersons;
  const persons = await way.open(tx, context.dataDate);
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
          return persons.add(readPersonRow(reading, phones, codes), lineNo);
        },
        drain: () => persons.drain(),
        rejected: (row) => rejected.add(row),
      },
      progress,
    );
    await rejected.flush();
    progress.stage('person:merge');
    const merged = await persons.finish();
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
    await persons.abandon();
    throw error;
  }
}

export function dateReading(layout: Layout) {
  return { styles: layout.dates, strictEra: layout.strictEra };
}
