import { tokyoTime } from '../../core/rules/tokyo-time.ts';

const eras = [
  { name: '令和', letter: 'R', from: '2019-05-01', yearBefore: 2018 },
  { name: '平成', letter: 'H', from: '1989-01-08', yearBefore: 1988 },
  { name: '昭和', letter: 'S', from: '1926-12-25', yearBefore: 1925 },
  { name: '大正', letter: 'T', from: '1912-07-30', yearBefore: 1911 },
  { name: '明治', letter: 'M', from: '1868-01-25', yearBefore: 1867 },
] as const;

const pad = (value: number) => String(value).padStart(2, '0');

/** `1963-08-10` → `昭和38年8月10日`; 元年 for the first year. What is no date is shown as it came. */
export function eraDate(date: string): string {
  const parts = partsOf(date);
  const era = eras.find(({ from }) => date >= from);
  if (!parts || !era) return date;
  const year = parts.year - era.yearBefore;
  return `${era.name}${year === 1 ? '元' : year}年${parts.month}月${parts.day}日`;
}

/** `1963-08-10` → `S38.8.10`, for tables. */
export function shortEraDate(date: string): string {
  const parts = partsOf(date);
  const era = eras.find(({ from }) => date >= from);
  return parts && era ? `${era.letter}${parts.year - era.yearBefore}.${parts.month}.${parts.day}` : date;
}

/** 2026 → `令和8`: a fiscal or levy year, which is named after the era of its April. */
export function eraYear(year: number): string {
  const era = eras.find(({ from }) => `${year}-05-01` >= from);
  if (!era) return String(year);
  return `${era.letter}${year - era.yearBefore}`;
}

function partsOf(date: string): { year: number; month: number; day: number } | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  return match ? { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) } : null;
}

export function yen(amount: number): string {
  return `￥${count(amount)}`;
}

export function count(value: number): string {
  return value.toLocaleString('ja-JP');
}

/** Seconds as `m:ss`, from an hour on `h:mm:ss`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${pad(minutes)}:${pad(whole % 60)}`;
}

/** Rough time left, in words: nobody needs the second. */
export function roughDuration(seconds: number): string {
  if (seconds < 5) return '数秒';
  if (seconds < 60) return `${Math.ceil(seconds / 5) * 5}秒`;
  return `${Math.ceil(seconds / 60)}分`;
}

/** ISO instant → `11/20 09:05`, in the city's time whatever the machine's; a day alone → `11/20`. */
export function monthDayTime(iso: string): string {
  if (iso.length === 10) return `${Number(iso.slice(5, 7))}/${Number(iso.slice(8))}`;
  const { date, minutes } = tokyoTime(new Date(iso));
  return `${Number(date.slice(5, 7))}/${Number(date.slice(8, 10))} ${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/** ISO instant → `2026-11-20 09:05`. */
export function dateTime(iso: string): string {
  const { date, minutes } = tokyoTime(new Date(iso));
  return `${date} ${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

const weekdays = ['日', '月', '火', '水', '木', '金', '土'] as const;

/** Product clock → `11/20(金) 10:05`. */
export function clockFace(nowMs: number): string {
  const { date, minutes, weekday } = tokyoTime(new Date(nowMs));
  const day = `${Number(date.slice(5, 7))}/${Number(date.slice(8, 10))}(${weekdays[weekday]})`;
  return `${day} ${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/** `2026-12-01` → `12/1(火)` */
export function dayWithWeekday(date: string): string {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return `${Number(date.slice(5, 7))}/${Number(date.slice(8, 10))}(${weekdays[weekday]})`;
}

/** `2026-12-01` → `2026/12/1(火)`: where the year matters. */
export function dayInFull(date: string): string {
  return `${date.slice(0, 4)}/${dayWithWeekday(date)}`;
}

/** `09000000001` → `090-0000-0001`, `0220000001` → `022-000-0001`; digits of another shape stay as they are. */
export function phoneText(digits: string | null, raw: string): string {
  if (!digits) return raw;
  const mobile = /^(0[56789]0)(\d{4})(\d{4})$/.exec(digits);
  if (mobile) return `${mobile[1]}-${mobile[2]}-${mobile[3]}`;
  const hyphens = raw.normalize('NFKC').replaceAll(/[^\d-]/g, '');
  if (hyphens.replaceAll('-', '') === digits && hyphens.includes('-')) return hyphens;
  // Tokyo and Osaka have areas of two digits; of the others only the city's own way of writing tells.
  const landline = /^(0[36])(\d{4})(\d{4})$/.exec(digits) ?? /^(0\d{2})(\d{3})(\d{4})$/.exec(digits);
  return landline ? `${landline[1]}-${landline[2]}-${landline[3]}` : digits;
}
