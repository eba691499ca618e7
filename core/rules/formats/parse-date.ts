import type { DateStyle } from './layout.ts';

interface Era {
  marks: readonly string[];
  /** The digit of seven-digit codes (5080630 = 令和8年6月30日). */
  code: string;
  offset: number;
  first: string;
  last: string;
}

/** The emperor's last day belongs to both eras (明治45年7月30日 is 大正元年7月30日), until 昭和, which ended at midnight. */
const ERAS: readonly Era[] = [
  { marks: ['明治', '明', 'M'], code: '1', offset: 1867, first: '1868-01-25', last: '1912-07-30' },
  { marks: ['大正', '大', 'T'], code: '2', offset: 1911, first: '1912-07-30', last: '1926-12-25' },
  { marks: ['昭和', '昭', 'S'], code: '3', offset: 1925, first: '1926-12-25', last: '1989-01-07' },
  { marks: ['平成', '平', 'H'], code: '4', offset: 1988, first: '1989-01-08', last: '2019-04-30' },
  { marks: ['令和', '令', 'R'], code: '5', offset: 2018, first: '2019-05-01', last: '9999-12-31' },
];

const PATTERNS: readonly { style: DateStyle; pattern: RegExp }[] = [
  { style: 'iso', pattern: /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$/ },
  { style: 'slash', pattern: /^(?<year>\d{4})[/.](?<month>\d{1,2})[/.](?<day>\d{1,2})$/ },
  { style: 'compact', pattern: /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/ },
  {
    style: 'era_long',
    pattern:
      /^(?<era>明治|大正|昭和|平成|令和|[明大昭平令])(?<count>元|\d{1,2})年(?<month>\d{1,2})月(?<day>\d{1,2})日$/,
  },
  { style: 'era_short', pattern: /^(?<era>[MTSHR])(?<count>元|\d{1,2})[./-](?<month>\d{1,2})[./-](?<day>\d{1,2})$/ },
  { style: 'era_short', pattern: /^(?<era>[MTSHR])(?<count>\d{2})(?<month>\d{2})(?<day>\d{2})$/ },
  { style: 'era_code', pattern: /^(?<code>[1-5])(?<count>\d{2})(?<month>\d{2})(?<day>\d{2})$/ },
];

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0);
}

const pad = (value: number, width: number) => String(value).padStart(width, '0');

export interface DateReading {
  styles: readonly DateStyle[];
  strictEra: boolean;
}

/**
 * A day in any of the given styles as `YYYY-MM-DD`, or null when no such day ever was (2月30日, 昭和64年1月8日). The text
 * must already be half-width and without spaces around it (`plainText`).
 */
export function parseDate(text: string, { styles, strictEra }: DateReading): string | null {
  const compacted = text.replaceAll(' ', '');
  for (const { style, pattern } of PATTERNS) {
    if (!styles.includes(style)) continue;
    const groups = pattern.exec(compacted)?.groups;
    if (!groups) continue;
    const era = ERAS.find(({ marks, code }) => marks.includes(groups['era'] ?? '') || code === groups['code']);
    const count = groups['count'] === '元' ? 1 : Number(groups['count']);
    if (era && count < 1) return null;
    const year = era ? era.offset + count : Number(groups['year']);
    const month = Number(groups['month']);
    const day = Number(groups['day']);
    if (year < 1868 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
    const iso = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
    if (era && (iso < era.first || (strictEra && iso > era.last))) return null;
    return iso;
  }
  return null;
}

/** A fiscal year (年度): `2026`, `令和8`, `令和8年度`, `R8`. Null when it is none. */
export function parseFiscalYear(text: string): number | null {
  const plain = text.replace(/年度?$/, '').replaceAll(' ', '');
  if (/^(19|20)\d{2}$/.test(plain)) return Number(plain);
  const match = /^(?<era>昭和|平成|令和|[SHR])(?<count>元|\d{1,2})$/.exec(plain);
  if (!match?.groups) return null;
  const era = ERAS.find(({ marks }) => marks.includes(match.groups?.['era'] ?? ''));
  const count = match.groups['count'] === '元' ? 1 : Number(match.groups['count']);
  return era && count > 0 ? era.offset + count : null;
}
