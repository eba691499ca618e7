import type { SampleRow } from '../../core/contracts/http/lists.ts';
import { DomainError } from '../../core/platform/errors.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { ShieldViewer } from '../../core/rules/shield.ts';
import { encodeText, UnencodableError } from '../imports/encode-text.ts';
import { type CallListRecord, selectListPage } from './call-list-queries.ts';
import { sampleRows } from './sample.ts';

export type FileEncoding = 'utf-8' | 'cp932';

/** Rows judged, masked and encoded at a time: the api answers others in between. */
const BATCH = 1_000;
/** About 40 MB in memory; no city asks for more by telephone at once. */
const MOST_ROWS = 300_000;

/** 宛名番号 first, so that the file can be given back as a CSV of keys. */
const HEADER = [
  '宛名番号',
  '氏名',
  '年齢',
  '住所(町名まで)',
  '未納額(円)',
  '最も古い納期限',
  '金額の基準日',
  '支援措置',
];

export interface ListReader {
  today: string;
  /** The day the amounts stand for. */
  asOf: string | null;
  viewer: ShieldViewer;
}

/** Who is on the list now, largest sum first; whoever is shielded is masked like on every page. */
export async function* listRows(
  db: Queryable,
  list: Pick<CallListRecord, 'id' | 'subjectIds'>,
  { today, viewer }: Pick<ListReader, 'today' | 'viewer'>,
  most: number,
): AsyncGenerator<SampleRow[]> {
  for (let after = 0; after < most; after += BATCH) {
    const page = await selectListPage(db, list.id, after, Math.min(BATCH, most - after));
    if (page.length > 0) yield await sampleRows(db, page, { subjectIds: list.subjectIds, today, viewer });
    if (page.length < BATCH) return;
  }
}

/**
 * The list as a file for a spreadsheet: CRLF, every field quoted, UTF-8 with a mark or the code page of Japanese Windows.
 *
 * @throws DomainError `list/too-long` 422, `list/encoding` 422 when a name cannot be written in that encoding: nobody's name becomes `?`
 */
export async function listFile(
  db: Queryable,
  list: CallListRecord,
  reader: ListReader,
  encoding: FileEncoding,
): Promise<{ bytes: Buffer; rows: number }> {
  if (list.persons > MOST_ROWS)
    throw new DomainError('list/too-long', 422, '人数が多すぎて出力できません。条件で分けてください。');
  const parts = [encode(`${encoding === 'utf-8' ? '\ufeff' : ''}${csvLine(HEADER)}`, encoding)];
  let rows = 0;
  for await (const batch of listRows(db, list, reader, MOST_ROWS)) {
    rows += batch.length;
    parts.push(encode(batch.map((row) => csvLine(fieldsOf(row, reader.asOf))).join(''), encoding));
  }
  return { bytes: Buffer.concat(parts), rows };
}

function fieldsOf(row: SampleRow, asOf: string | null): string[] {
  const { addresseeNo, name, age, address, yen, oldestDueOn, shielded, masked } = row;
  const facts = masked
    ? ['', '', '', '', '']
    : [String(age ?? ''), address ?? '', String(yen), oldestDueOn ?? '', asOf ?? ''];
  return [addresseeNo, name, ...facts, shielded ? '支援措置' : ''];
}

/** A field that a spreadsheet would take for a formula is told to be text. */
export function csvLine(fields: readonly string[]): string {
  const quoted = fields.map((field) => `"${(/^[=+\-@\t\r]/.test(field) ? `'${field}` : field).replaceAll('"', '""')}"`);
  return `${quoted.join(',')}\r\n`;
}

function encode(text: string, encoding: FileEncoding): Buffer {
  try {
    return encodeText(text, encoding);
  } catch (error) {
    if (!(error instanceof UnencodableError)) throw error;
    throw new DomainError(
      'list/encoding',
      422,
      'Shift_JISで表せない文字を氏名などに含む方がいます。UTF-8で出力してください。',
    );
  }
}
