const ASCII_ONLY = /^[\x20-\x7e]*$/;
const HALF_KANA = /[\uff61-\uff9f]+/g;
const INNER_BREAKS = /[\r\n\t]/;

/** Text as given without the spaces around it (half and full width) and without breaks inside. */
export function givenText(value: string): string {
  const trimmed = value.trim();
  return INNER_BREAKS.test(trimmed) ? trimmed.replace(/[\r\n\t]+/g, ' ') : trimmed;
}

/** Printable ASCII without a space at either end: most fields of most files, seen faster than by the pattern. */
function isPlain(value: string): boolean {
  const last = value.length - 1;
  for (let i = 0; i <= last; i += 1) {
    const code = value.charCodeAt(i);
    if (code > 0x7e || code < 0x20 || (code === 0x20 && (i === 0 || i === last))) return false;
  }
  return true;
}

/** For keys, codes, numbers and dates, never for names: full width becomes half width (NFKC also turns ㈱ into (株)). */
export function plainText(value: string): string {
  if (isPlain(value)) return value;
  const trimmed = value.trim();
  return ASCII_ONLY.test(trimmed) ? trimmed : trimmed.normalize('NFKC').trim();
}

/** ﾔﾏﾀﾞ → ヤマダ; everything else stays as it is. */
export function fullWidthKana(value: string): string {
  return value.replace(HALF_KANA, (run) => run.normalize('NFKC'));
}
