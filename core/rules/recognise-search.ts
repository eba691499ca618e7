import { parseDate } from './formats/parse-date.ts';
import { plainText } from './formats/plain-text.ts';

export const SEARCH_KINDS = [
  'kana',
  'name',
  'birth',
  'address',
  'phone',
  'tail',
  'notice',
  'addressee',
  'letter',
] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

export const SEARCH_NAMES: Readonly<Record<SearchKind, string>> = {
  kana: 'カナ氏名',
  name: '氏名',
  birth: '生年月日',
  address: '住所',
  phone: '電話番号',
  tail: '電話番号の末尾',
  notice: '通知書番号',
  addressee: '宛名番号',
  letter: '文書の通し番号',
};

const DATE_STYLES = ['iso', 'slash', 'compact', 'era_long', 'era_short', 'era_code'] as const;

/** A day in 和暦 or 西暦 as people type it; null when it is none. */
export function birthDateOf(text: string): string | null {
  return parseDate(plainText(text).toUpperCase(), { styles: DATE_STYLES, strictEra: false });
}

/** National digits of what was typed. */
export function phoneDigitsOf(text: string): string {
  return plainText(text)
    .replaceAll(/[^0-9]/g, '')
    .replace(/^(?:00)?81(?=[1-9]\d{8,9}$)/, '0');
}

const KANA = /^[\u3041-\u3096\u30a1-\u30fa\u30fc\uff66-\uff9f\s・･]+$/u;
const PLACE = /[0-9０-９]|[都道府県市区町村郡]|丁目|番地|[－‐−–-]/u;

/**
 * What was typed, by its looks: one input for everything an agent may be told. In the order in which to look; the next is tried when the one
 * before finds nobody.
 */
export function recogniseSearch(text: string): SearchKind[] {
  const plain = plainText(text).replaceAll(/\s+/g, ' ');
  if (plain === '') return [];
  if (KANA.test(text)) return ['kana'];
  if (/[-/.]/.test(plain) && birthDateOf(plain) !== null) return ['birth'];
  const compact = plain.replaceAll(/[\s()-]/g, '');
  if (/^L\d{4,}$/i.test(compact)) return ['letter', 'notice'];
  if (/^[*#]\d{4,8}$/.test(compact)) return ['tail'];
  if (/^\+?\d+$/.test(compact)) return ofDigits(plain, compact);
  if (birthDateOf(plain) !== null) return ['birth'];
  if (/^[A-Za-z0-9-]+$/.test(plain)) return /\d/.test(plain) ? ['notice', 'addressee'] : ['name'];
  return PLACE.test(plain) ? ['address', 'name'] : ['name', 'address'];
}

function ofDigits(plain: string, compact: string): SearchKind[] {
  const digits = phoneDigitsOf(compact);
  if (/^0\d{9,10}$/.test(digits)) return ['phone', 'notice', 'addressee'];
  const kinds: SearchKind[] = [];
  if (birthDateOf(plain) !== null) kinds.push('birth');
  if (compact.length === 4) kinds.push('tail');
  kinds.push('notice', 'addressee');
  if (compact.length > 4 && compact.length <= 8) kinds.push('tail');
  return kinds;
}
