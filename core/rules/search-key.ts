/** Variation selectors: the standard 16 and the 240 of ideographic variation sequences (邉󠄂). */
const SELECTORS = /[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/gu;
const SPACES = /[\s\u3000\u200b-\u200f\u202a-\u202e\u2060\ufeff]+/g;
const SMALL_KANA = 'ァィゥェォッャュョヮヵヶ';
const LARGE_KANA = 'アイウエオツヤユヨワカケ';
const DASHES = /[‐‑‒–—―−ｰー-]/g;

/** NFKC may compose and decompose: right for a key, wrong for anything that is printed. */
function folded(text: string): string {
  return text
    .replace(SELECTORS, '')
    .normalize('NFKC')
    .replace(SELECTORS, '')
    .replace(SPACES, '')
    .toUpperCase()
    .normalize('NFKC');
}

/** How names are compared: without variant selectors, width, case and spaces. The same for what is stored and asked. */
export function nameSearchKey(name: string): string {
  return folded(name);
}

/** How readings are compared: full-width katakana, small kana as large (キヨウ = キョウ), no spaces, no long-vowel marks. */
export function kanaSearchKey(kana: string): string {
  return folded(kana)
    .replace(/[\u3041-\u3096]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0x60))
    .replace(/[ァィゥェォッャュョヮヵヶ]/g, (char) => LARGE_KANA[SMALL_KANA.indexOf(char)] ?? char)
    .replace(DASHES, '')
    .normalize('NFKC');
}

/** How addresses are compared: 1丁目2番3号, １－２－３ and 1-2-3 are the same; ケ, ヶ and が between names too. */
export function addressSearchKey(address: string): string {
  return folded(address)
    .replace(/(?<=\d)(丁目|番地|番|号|の)(?=\d)/g, '-')
    .replace(/(?<=\d)(番地|番|号)/g, '')
    .replace(/(?<=\d)[‐‑‒–—―−ー](?=\d)/g, '-')
    .replace(/ヶ/g, 'ケ');
}
