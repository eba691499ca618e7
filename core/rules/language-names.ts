/** By ISO 639-1: languages in which a city of Japan commonly keeps an interpreter. */
const NAMES: Readonly<Record<string, string>> = {
  ne: 'ネパール語',
  vi: 'ベトナム語',
  en: '英語',
  zh: '中国語',
  ko: '韓国語',
  tl: 'タガログ語',
  pt: 'ポルトガル語',
  es: 'スペイン語',
  id: 'インドネシア語',
  my: 'ミャンマー語',
};

/** A language without a name here is shown by its code. */
export function languageName(code: string): string {
  return NAMES[code] ?? code;
}
