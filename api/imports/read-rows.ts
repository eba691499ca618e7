import { DomainError } from '../../core/platform/errors.ts';
import type { Encoding, Layout } from '../../core/rules/formats/layout.ts';
import { REASONS, RowRejected } from '../../core/rules/formats/reject-reasons.ts';
import { MissingColumnError } from '../../core/rules/formats/resolve-columns.ts';
import { gaijiReplacer } from './gaiji.ts';
import type { ProgressSink, RejectedRow, SourceFile } from './import-job.ts';
import { type FileRecord, type RecordRules, readRecords } from './read-records.ts';

export interface RowHandler {
  /** Called once with the header, or null when the layout says there is none. */
  header(names: readonly string[] | null): void;
  /** Fields by the file's own columns. Throws RowRejected. Answers true when `drain` should be awaited. */
  row(fields: readonly string[], record: FileRecord): boolean;
  drain(): Promise<void>;
  rejected(row: RejectedRow): Promise<void> | undefined;
}

export interface RowTotals {
  rows: number;
  rejected: number;
  /** Null for a file without a single byte. */
  encoding: Encoding | null;
}

/**
 * Every data row of a file through `handler`, in order. What is wrong with a row as text (characters, quotes, number of
 * columns) is found here, what is wrong with its contents there.
 *
 * @throws DomainError `import/header` when a column of the layout is missing: then nothing of the file can be trusted.
 */
export async function readRows(
  file: SourceFile,
  layout: Layout,
  handler: RowHandler,
  progress: ProgressSink,
): Promise<RowTotals> {
  const totals: RowTotals = { rows: 0, rejected: 0, encoding: null };
  const rules = recordRules(file, layout);
  const replaceGaiji = gaijiReplacer(layout.gaiji);
  let width = 0;
  const onEncoding = (encoding: Encoding) => {
    totals.encoding = encoding;
  };
  for await (const records of readRecords(file.path, rules, onEncoding)) {
    progress.assertAlive();
    for (const record of records) {
      if (width === 0) {
        width = beginRows(file, layout, record, (names) => handler.header(names));
        if (layout.header) continue;
      }
      totals.rows += 1;
      try {
        if (handler.row(checked(record, width, replaceGaiji), record)) await handler.drain();
      } catch (error) {
        if (!(error instanceof RowRejected)) throw error;
        totals.rejected += 1;
        await handler.rejected({
          lineNo: record.lineNo,
          reason: error.reason,
          field: error.field,
          raw: record.bytes(),
        });
      }
    }
    progress.rows(records.length);
  }
  return totals;
}

export function recordRules({ kind }: SourceFile, layout: Layout): RecordRules {
  return {
    encoding: layout.files[kind]?.encoding ?? layout.encoding,
    separator: layout.separator,
    quote: layout.quote,
    bareCrEnds: layout.lineEnd === 'cr',
  };
}

/** Tells `header` what the first record says of the columns; answers how many a row must have. */
export function beginRows(
  file: SourceFile,
  layout: Layout,
  first: FileRecord,
  header: (names: readonly string[] | null) => void,
): number {
  if (first.fields === null)
    throw new DomainError(
      'import/header',
      422,
      `${file.name}: 1 行目を読めません (${first.problem ?? ''})。${readAs(file, layout)}`,
    );
  try {
    header(layout.header ? first.fields : null);
  } catch (error) {
    if (!(error instanceof MissingColumnError)) throw error;
    const hint = hasAnyColumn(first.fields, file, layout) ? '' : readAs(file, layout);
    throw new DomainError('import/header', 422, `${file.name}: 見出しに「${error.column}」がありません。${hint}`, {
      file: file.name,
      column: error.column,
    });
  }
  return first.fields.length;
}

/** A header without a single known column was most likely read in the wrong encoding. */
function hasAnyColumn(names: readonly string[], { kind }: SourceFile, layout: Layout): boolean {
  return Object.values(layout.files[kind]?.columns ?? {}).some((column) => names.includes(String(column)));
}

function readAs(file: SourceFile, layout: Layout): string {
  const { encoding } = recordRules(file, layout);
  return `文字コード ${encoding} として読みました。レイアウトの encoding を確かめてください。`;
}

/**
 * A short row is damaged, whichever column it lost: taken as blanks, a lost 支援措置 mark would unprotect somebody.
 * Blank columns too many (a separator at the end of the line) are harmless.
 */
function checked(record: FileRecord, width: number, replaceGaiji: (fields: string[]) => string[]): string[] {
  const { fields } = record;
  if (fields === null) throw new RowRejected(record.problem ?? REASONS.undecodable, null);
  if (fields.length !== width && (fields.length < width || fields.slice(width).some((field) => field.trim() !== '')))
    throw new RowRejected(REASONS.columnCount, null);
  return record.mayHoldGaiji ? replaceGaiji(fields) : fields;
}
