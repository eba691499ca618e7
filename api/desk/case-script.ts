import type { CaseView } from '../../core/contracts/http/desk.ts';
import { mergeScript, splitScript } from '../../core/rules/script-merge.ts';
import type { Caller } from '../http/caller.ts';
import type { CitySettings } from '../settings/read-settings.ts';
import type { CaseRow } from './case-queries.ts';
import type { ArrearsRow } from './debt-queries.ts';

const yen = new Intl.NumberFormat('ja-JP');
/** A day alone is read as UTC midnight, which is the same day in Japan. */
const longDay = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { dateStyle: 'long', timeZone: 'Asia/Tokyo' });

/**
 * @param items null before the identity check: then only the part that may be said to anybody leaves
 * @param asOf day or instant the amounts stand for
 */
export function caseScript(
  row: CaseRow,
  caller: Caller,
  city: CitySettings['city'],
  items: readonly ArrearsRow[] | null,
  asOf: string,
): CaseView['script'] {
  if (row.script_name === null || row.script_body === null) return null;
  const opening = {
    city: city.name,
    section: city.section,
    phone: city.phone,
    centre: row.centre_name ?? '',
    agent: caller.displayName,
    name: row.name_official,
  };
  if (items === null) {
    const { opening: text } = splitScript(row.script_body);
    return { name: row.script_name, body: mergeScript(text, opening, false) };
  }
  const total = items.reduce((sum, item) => sum + item.unpaid, 0);
  const values = {
    ...opening,
    subject: row.subject_name,
    unpaid_total: `${yen.format(total)}円`,
    unpaid_periods: String(items.length),
    as_of: longDay.format(new Date(asOf)),
  };
  return { name: row.script_name, body: mergeScript(row.script_body, values, true) };
}
