import type { Encoding } from '../../core/rules/formats/layout.ts';

export class UnencodableError extends Error {
  constructor(char: string, encoding: Encoding) {
    super(`U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase()} cannot be written in ${encoding}.`);
  }
}

/** @throws UnencodableError instead of writing `?`. */
export function encodeText(text: string, encoding: Encoding): Buffer {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text, 'utf8');
    case 'utf-16-le':
      return Buffer.from(text, 'utf16le');
    case 'utf-16-be':
      return Buffer.from(text, 'utf16le').swap16();
    default:
      return encodeByTable(text, encoding);
  }
}

function encodeByTable(text: string, encoding: 'cp932' | 'euc-jp'): Buffer {
  const table = tableOf(encoding);
  const bytes = Buffer.allocUnsafe(text.length * 2);
  let length = 0;
  for (const char of text) {
    const code = table.get(char);
    if (code === undefined) throw new UnencodableError(char, encoding);
    if (code > 0xff) bytes[length++] = code >> 8;
    bytes[length++] = code & 0xff;
  }
  return bytes.subarray(0, length);
}

const tables = new Map<string, Map<string, number>>();

/** The platform decodes these encodings but does not write them: every code, decoded, turned round. */
function tableOf(encoding: 'cp932' | 'euc-jp'): Map<string, number> {
  const known = tables.get(encoding);
  if (known) return known;
  const decoder = new TextDecoder(encoding === 'cp932' ? 'shift_jis' : 'euc-jp', { fatal: true });
  const table = new Map<string, number>();
  const learn = (code: number, bytes: number[]) => {
    try {
      const char = decoder.decode(Buffer.from(bytes));
      // The first code wins: NEC row 13 before IBM's doubles, as Windows writes them.
      if ([...char].length === 1 && !table.has(char)) table.set(char, code);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  };
  // The three control codes that the platform's table swaps among themselves are left out.
  for (let byte = 0; byte < 0x100; byte += 1) if (![0x1a, 0x1c, 0x7f].includes(byte)) learn(byte, [byte]);
  // NEC's selection (ED, EE) doubles IBM's (FA–FC), which is what Windows writes.
  const leads = Array.from({ length: 0x7f }, (_, i) => 0x81 + i);
  const late = (lead: number) => encoding === 'cp932' && (lead === 0xed || lead === 0xee);
  for (const lead of [...leads.filter((lead) => !late(lead)), ...leads.filter(late)])
    for (let trail = 0x40; trail <= 0xff; trail += 1) learn((lead << 8) | trail, [lead, trail]);
  tables.set(encoding, table);
  return table;
}
