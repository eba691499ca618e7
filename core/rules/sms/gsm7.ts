/** GSM 03.38, the default alphabet: one septet each. Escape (0x1B) left out: it is no character. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** Of the extension table: escape and a second septet. */
const EXTENDED = '\f^{}\\[~]|€';

const SEPTETS: ReadonlyMap<string, 1 | 2> = new Map([
  ...[...BASIC].map((char): [string, 1] => [char, 1]),
  ...[...EXTENDED].map((char): [string, 2] => [char, 2]),
]);

/** Septets a character takes; undefined when the alphabet does not have it, and the whole text goes as UCS-2. */
export function septetsOf(char: string): 1 | 2 | undefined {
  return SEPTETS.get(char);
}

export function isGsm7(text: string): boolean {
  return [...text].every((char) => SEPTETS.has(char));
}
