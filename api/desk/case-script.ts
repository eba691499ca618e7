import type { CaseView } from '../../core/contracts/http/desk.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { chooseScript, scriptAttribute } from '../../core/rules/choose-script.ts';
import type { Caller } from '../http/caller.ts';
import { mergeBlocks } from '../scripts/merge-blocks.ts';
import { selectScriptsOf } from '../scripts/queries.ts';
import type { CitySettings } from '../settings/read-settings.ts';
import type { CaseRow } from './case-queries.ts';
import type { ArrearsRow } from './debt-queries.ts';

const yen = new Intl.NumberFormat('ja-JP');
/** A day alone is read as UTC midnight, which is the same day in Japan. */
const longDay = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { dateStyle: 'long', timeZone: 'Asia/Tokyo' });

export interface ScriptMoment {
  caller: Caller;
  city: CitySettings['city'];
  stage: string;
  inbound: boolean;
  /** Null before the identity check: then only what may be said to anybody leaves. */
  items: readonly ArrearsRow[] | null;
  /** Day or instant the amounts stand for. */
  asOf: string;
  /** `YYYY-MM-DD` */
  today: string;
}

/** Of a case: what a script is chosen by and merged with. */
export type ScriptCase = Pick<
  CaseRow,
  | 'subject_id'
  | 'subject_name'
  | 'section_name'
  | 'section_phone'
  | 'centre_name'
  | 'script_id'
  | 'kind'
  | 'deceased_on'
  | 'language'
  | 'name_official'
>;

/** The narrowest script of the case, merged as far as the check allows. */
export async function caseScript(db: Queryable, row: ScriptCase, moment: ScriptMoment): Promise<CaseView['script']> {
  const { caller, city, items, today } = moment;
  const script = chooseScript(await selectScriptsOf(db, row.subject_id, today), {
    subjectId: row.subject_id,
    stage: moment.stage,
    attribute: scriptAttribute(
      { deceased: row.deceased_on !== null, corporate: row.kind === 'corporate' },
      moment.inbound,
    ),
    language: row.language,
    campaignScriptId: row.script_id,
    today,
  });
  if (!script) return null;
  const opening = {
    city: city.name,
    section: row.section_name ?? city.section,
    phone: row.section_phone ?? city.phone,
    centre: row.centre_name ?? '',
    agent: caller.displayName,
    name: row.name_official,
  };
  if (items === null) return mergeBlocks(script, opening, false);
  const total = items.reduce((sum, item) => sum + item.unpaid, 0);
  const debt = {
    subject: row.subject_name,
    unpaid_total: `${yen.format(total)}円`,
    unpaid_periods: String(items.length),
    as_of: longDay.format(new Date(moment.asOf)),
  };
  return mergeBlocks(script, { ...opening, ...debt }, true);
}
