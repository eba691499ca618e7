/**
 * A name in pieces that need the font for variants and pieces that do not. A variation selector (U+E0100–E01EF, or
 * U+FE00–FE0F) always stays with the character before it: cut apart, both would turn into something else.
 */
export interface NamePiece {
  text: string;
  variant: boolean;
}

const isSelector = (code: number) => (code >= 0xe0100 && code <= 0xe01ef) || (code >= 0xfe00 && code <= 0xfe0f);
/** Beyond the Basic Multilingual Plane BIZ UDPGothic has only the commonest characters. */
const isRare = (code: number) => code >= 0x20000 && code <= 0x3ffff;

export function splitName(name: string): NamePiece[] {
  const pieces: NamePiece[] = [];
  for (const character of joinSelectors(name)) {
    const code = character.codePointAt(0) ?? 0;
    const variant = [...character].length > 1 || isRare(code);
    const last = pieces.at(-1);
    if (last && last.variant === variant) last.text += character;
    else pieces.push({ text: character, variant });
  }
  return pieces;
}

function joinSelectors(name: string): string[] {
  const joined: string[] = [];
  for (const character of name) {
    if (isSelector(character.codePointAt(0) ?? 0) && joined.length > 0) joined[joined.length - 1] += character;
    else joined.push(character);
  }
  return joined;
}
