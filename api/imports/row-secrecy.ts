import type { ImportErrorRow } from '../../core/contracts/http/records.ts';
import type { Queryable } from '../../core/platform/postgres.ts';

const WITHHELD = '支援措置の対象でないと確かめられないため、原文は権限のある職員だけに表示します。';

/**
 * Rejected rows for somebody without the right to shielded persons (支援措置): line, reason and field stay, the original text is
 * shown only where it can be proved harmless. A person row never can: its own mark may be what was refused. An arrears row
 * can when it names a known person who is not shielded; a payment row names nobody.
 */
export async function withholdOriginals(db: Queryable, rows: readonly ImportErrorRow[]): Promise<ImportErrorRow[]> {
  const cells = new Map(rows.filter(({ kind }) => kind === 'arrears').map((row) => [row.id, cellsOf(row.text)]));
  const open = await selectOpenAddressees(db, [...new Set([...cells.values()].flat())]);
  return rows.map((row) => {
    const harmless = row.kind === 'payment' || (cells.get(row.id) ?? []).some((cell) => open.has(cell));
    return harmless ? row : { ...row, text: WITHHELD, hex: '' };
  });
}

/** Whatever the separator and the quotes are: the runs of letters and digits between them. */
const cellsOf = (text: string): string[] => text.normalize('NFKC').match(/[0-9A-Za-z]{4,20}/g) ?? [];

async function selectOpenAddressees(db: Queryable, numbers: readonly string[]): Promise<Set<string>> {
  if (numbers.length === 0) return new Set();
  const rows = await db<{ no: string }[]>`
    select addressee_no as no from person where addressee_no = any(${numbers as string[]}::text[]) and not shielded`;
  return new Set(rows.map(({ no }) => no));
}
