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

/** For a choice of languages. */
export function languageOptions(): { value: string; label: string }[] {
  return Object.entries(NAMES).map(([value, label]) => ({ value, label }));
}

/** Those an account can be given on the staff page. */
export const LANGUAGE_CODES: readonly string[] = Object.keys(NAMES);

/** A language without a name here is shown by its code. */
export function languageName(code: string): string {
  return NAMES[code] ?? code;
}
