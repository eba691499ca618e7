import { DomainError } from '../../core/platform/errors.ts';
import type { Layout } from '../../core/rules/formats/layout.ts';
import { plainText } from '../../core/rules/formats/plain-text.ts';
import { resolveColumn, resolveColumns } from '../../core/rules/formats/resolve-columns.ts';
import type { SourceFile } from './import-job.ts';
import { type FileRecord, readRecords } from './read-records.ts';
import { beginRows, recordRules } from './read-rows.ts';
import { subjectIndex } from './subject-index.ts';

/** Fewer rows than this may all be mistaken by chance. */
const ENOUGH_ROWS = 20;

/**
 * Looks at the beginning of every file before anything is written: the first import makes a data folder one city's for
 * good, so a layout taken by mistake must be noticed before that.
 *
 * @throws DomainError `import/header` (a column is missing), `import/layout-mismatch` (no subject of the layout occurs)
 */
export async function assertFilesFit(files: readonly SourceFile[], layout: Layout): Promise<void> {
  for (const file of files) {
    const [first, ...more] = await firstRecords(file, layout);
    if (!first) continue;
    let subjectColumn: number | undefined;
    beginRows(file, layout, first, (names) => {
      subjectColumn = subjectColumnOf(file, layout, names);
    });
    if (file.subject !== null || subjectColumn === undefined) continue;
    assertSubjectsKnown(file, layout, layout.header ? more : [first, ...more], subjectColumn);
  }
}

function subjectColumnOf(file: SourceFile, layout: Layout, names: readonly string[] | null): number | undefined {
  if (file.kind === 'person') {
    resolveColumns(layout.files.person?.columns ?? {}, names);
    for (const { number, type } of layout.files.person?.phones ?? [])
      for (const column of [number, type]) resolveColumn(column, names);
    return undefined;
  }
  return resolveColumns<string>(layout.files[file.kind]?.columns ?? {}, names)['subject'];
}

function assertSubjectsKnown(file: SourceFile, layout: Layout, records: readonly FileRecord[], column: number): void {
  const known = subjectIndex(layout, 'code');
  const strange: string[] = [];
  for (const { fields } of records) {
    if (!fields) continue;
    const code = plainText(fields[column] ?? '');
    // Nearly always the first row ends it; the others need not even be cut into fields.
    if (known.has(code)) return;
    strange.push(code);
  }
  if (strange.length < ENOUGH_ROWS) return;
  const found = [...new Set(strange)].slice(0, 5).join('、');
  throw new DomainError(
    'import/layout-mismatch',
    422,
    `${file.name}: 科目コード (${found}) がどれもレイアウト「${layout.name}」にありません。ほかの市のレイアウトでないか確かめてください。何も変更していません。`,
  );
}

async function firstRecords(file: SourceFile, layout: Layout): Promise<FileRecord[]> {
  for await (const records of readRecords(file.path, recordRules(file, layout))) return records;
  return [];
}
