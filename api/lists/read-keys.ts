import type { KeyReason } from '../../core/contracts/http/lists.ts';
import { plainText } from '../../core/rules/formats/plain-text.ts';
import { splitFields } from '../../core/rules/formats/split-fields.ts';

export interface KeyLineRead {
  /** As in the file, 1-based, header included. */
  lineNo: number;
  key: string;
  problem: KeyReason | null;
}

/** No 宛名番号 and no 通知書番号 is longer; a longer cell is another column. */
const MAX_KEY = 40;
const HEADERS: ReadonlySet<string> = new Set(['宛名番号', '通知書番号', 'キー', '番号', '整理番号']);

/**
 * Keys from a text: the first cell of each line, quoted or not, by comma or tab. A first line that is a column's name is no key; a blank
 * line at the end is none either; every other line is kept.
 */
export function readKeys(text: string): KeyLineRead[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  while (lines.at(-1)?.trim() === '') lines.pop();
  const separator = (lines[0] ?? '').includes('\t') ? '\t' : ',';
  const cells = lines.map((line) => plainText(splitFields(line, separator, '"')[0] ?? '').trim());
  const from = HEADERS.has(cells[0] ?? '') ? 1 : 0;
  return cells.slice(from).map((key, index) => ({
    lineNo: index + 1 + from,
    key: key.slice(0, MAX_KEY),
    problem: key === '' ? 'empty' : key.length > MAX_KEY ? 'too_long' : null,
  }));
}
