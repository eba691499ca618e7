import type { Layout } from '../../core/rules/formats/layout.ts';
import { REASONS, RowRejected } from '../../core/rules/formats/reject-reasons.ts';

/** Where the platform puts them when it decodes. */
export const PRIVATE_USE = /[\ue000-\uf8ff]/;
const EACH_PRIVATE_USE = /[\ue000-\uf8ff]/g;

/** CP932 row F0.. as the platform decodes it: F040 → U+E000, 188 characters a lead byte. */
function privateCodePoint(code: string): number {
  const value = Number.parseInt(code, 16);
  if (value >= 0xe000 && value <= 0xf8ff && !isCp932Gaiji(value)) return value;
  const lead = value >> 8;
  const trail = value & 0xff;
  return 0xe000 + (lead - 0xf0) * 188 + (trail < 0x7f ? trail - 0x40 : trail - 0x41);
}

function isCp932Gaiji(value: number): boolean {
  const lead = value >> 8;
  const trail = value & 0xff;
  return lead >= 0xf0 && lead <= 0xf9 && trail >= 0x40 && trail <= 0xfc && trail !== 0x7f;
}

/**
 * The city's own characters (外字) by its table. One that is not listed stays as the private code point it came as, which
 * goes back out as the same two bytes; or rejects its row, as the layout says. It never becomes `?` or `〓`.
 */
export function gaijiReplacer({ table, unlisted }: Layout['gaiji']): (fields: string[]) => string[] {
  const byChar = new Map(
    Object.entries(table).map(([code, text]) => [String.fromCharCode(privateCodePoint(code)), text]),
  );
  const replaceOne = (char: string) => {
    const listed = byChar.get(char);
    if (listed !== undefined) return listed;
    if (unlisted === 'reject') throw new RowRejected(REASONS.gaiji, null);
    return char;
  };
  return (fields) => {
    for (let i = 0; i < fields.length; i += 1) {
      const field = fields[i] ?? '';
      if (PRIVATE_USE.test(field)) fields[i] = field.replace(EACH_PRIVATE_USE, replaceOne);
    }
    return fields;
  };
}
