import type { Fragment, Queryable } from '../../core/platform/postgres.ts';
import type { ArrearsLeaf, Leaf } from '../../core/rules/extraction.ts';
import type { ListScope } from '../../core/rules/list-scope.ts';
import { JUDGED_STATES } from '../../core/rules/promise.ts';
import { addressSearchKey } from '../../core/rules/search-key.ts';
import { addDays } from '../../core/rules/tokyo-time.ts';
import { within } from './arrears-flags.ts';

export interface TestContext {
  scope: ListScope;
  /** `YYYY-MM-DD` */
  today: string;
  privileged: boolean;
}

export type PersonLeaf = Exclude<Leaf, ArrearsLeaf>;

const likePrefix = (text: string) => `${text.replaceAll(/[\\%_]/g, (char) => `\\${char}`)}%`;

/**
 * A leaf about a person as SQL over `o.person_id`: is it in a set of ids, which PostgreSQL makes once and keeps as a hash. Never unknown:
 * what is not known of a person is false, so that `not` is true of everybody else. Facts count only where the list's subjects may use
 * them (T05).
 */
export function personTest(db: Queryable, leaf: PersonLeaf, context: TestContext): Fragment {
  const { scope, today } = context;
  const visible = (column: Fragment) =>
    db`(${column} = any(${scope.sources}::text[]) or (${scope.unknownSources} and ${column} is null))`;
  const person = (test: Fragment) => db`(o.person_id in (select p.id from person p where ${test}))`;
  switch (leaf.op) {
    case 'area':
      return person(
        db`p.address_search like any(${leaf.towns.map((town) => likePrefix(addressSearchKey(town)))}::text[])`,
      );
    case 'age':
      return person(db`p.kind = 'individual' and p.birth_date is not null
        and ${leaf.from === undefined ? db`true` : db`p.birth_date <= ${birthBefore(today, leaf.from)}::date`}
        and ${leaf.to === undefined ? db`true` : db`p.birth_date > ${birthBefore(today, leaf.to + 1)}::date`}`);
    case 'kind':
      return person(db`p.kind = ${leaf.kind}`);
    case 'language':
      return person(db`p.language = any(${leaf.languages}::text[])
        or (${leaf.languages.includes('foreign')} and p.language not in ('ja', ''))`);
    case 'household':
      return householdTest(db, leaf, context);
    case 'phone':
      return db`((o.person_id in (select n.person_id from phone_number n where n.gone_at is null and n.usable
        and ${phoneKind(db, leaf.type)} and ${visible(db`n.source_subject_id`)})) = ${leaf.has})`;
    case 'agent':
    case 'last_contact':
      return contactTest(db, leaf);
    case 'promise':
      return promiseTest(db, leaf, scope);
    case 'last_call':
      return lastCallTest(db, leaf, scope);
    case 'label':
      return db`(o.person_id in (select l.person_id from person_label l where l.removed_at is null
        and (l.ends_on is null or l.ends_on >= ${today}::date) and ${visible(db`l.subject_id`)}
        and (${leaf.texts.length === 0} or l.text = any(${leaf.texts}::text[]))))`;
    case 'stop':
      // What the city's files say of seizure or grace came with tax data; private claims see only what was noted by hand.
      return db`(o.person_id in (select s.person_id from stop_flag s
        where s.from_on <= ${today}::date and (s.to_on is null or s.to_on >= ${today}::date)
          and (${scope.unknownSources} or s.source = 'manual')
          and (${leaf.kinds.length === 0} or s.kind = any(${leaf.kinds}::text[]))))`;
    case 'keys':
      return db`(o.person_id in (select k.person_id from key_file_line k where k.file_id = ${leaf.file} and k.person_id is not null))`;
  }
}

/** The day on or before which one was born who is that old today. 29 February counts from 1 March, as people say it. */
function birthBefore(today: string, years: number): string {
  const year = String(Number(today.slice(0, 4)) - years).padStart(4, '0');
  const day = `${year}${today.slice(4)}`;
  return day.endsWith('-02-29') && Number.isNaN(Date.parse(`${day}T00:00:00Z`)) ? `${year}-02-28` : day;
}

const phoneKind = (db: Queryable, type: 'any' | 'fixed' | 'mobile') =>
  type === 'any'
    ? db`true`
    : type === 'mobile'
      ? db`n.digits like any('{060%,070%,080%,090%}')`
      : db`not n.digits like any('{050%,060%,070%,080%,090%}')`;

/**
 * Who may not work with shielded persons is not told by a number that there is one. As a clause of its own, because PostgreSQL plans what
 * stands in `in` as if half of it would do, in the order of an index that costs twice as much as reading all.
 */
function householdTest(db: Queryable, leaf: Extract<Leaf, { op: 'household' }>, { privileged }: TestContext): Fragment {
  return db`(o.person_id in (
    with members as materialized (select m.id from person m join (
      select h.household_id, count(*) as size from person h
      where h.household_id is not null and h.deceased_on is null and (${privileged} or not h.shielded)
      group by h.household_id) g using (household_id)
    where ${within(db, db`g.size`, leaf)}) select id from members))`;
}

/** `newest`: of each person the newest contact record that the list may know of and that nobody corrected (N02). */
export function newestContacts(db: Queryable, { sources, unknownSources }: ListScope): Fragment {
  return db`select distinct on (c.person_id) c.person_id, c.staff_id, c.talk_result, c.line_result
    from contact_newest c where ${ofSources(db, sources, unknownSources)}
    order by c.person_id, c.at desc, c.record_id desc`;
}

/** '' stands for a fact that names no subject. */
const ofSources = (db: Queryable, sources: readonly string[], unknownSources: boolean) =>
  db`c.subject_id = any(${[...sources, ...(unknownSources ? [''] : [])]}::text[])`;

function contactTest(db: Queryable, leaf: Extract<Leaf, { op: 'agent' | 'last_contact' }>): Fragment {
  const newest = (test: Fragment) => db`o.person_id in (select n.person_id from newest n where ${test})`;
  if (leaf.op === 'agent') return db`(${newest(db`n.staff_id = any(${leaf.agents}::uuid[])`)})`;
  const { talk = [], line = [], never = false } = leaf;
  const same = db`n.talk_result = any(${talk}::text[]) or (n.talk_result is null and n.line_result = any(${line}::text[]))`;
  // Never, or last so: nobody whose last one was something else.
  return never ? db`(not ${newest(db`(${same}) is not true`)})` : db`(${newest(same)})`;
}

/** Promises are facts of the subject they were made for; one that was postponed or taken back is no longer one. */
function promiseTest(db: Queryable, { state }: Extract<Leaf, { op: 'promise' }>, { sources }: ListScope): Fragment {
  const of = db`p.subject_id = any(${sources}::text[])`;
  const open = db`o.person_id in (select p.person_id from promise p where p.state = 'open' and ${of})`;
  if (state === 'promised') return db`(${open})`;
  const ever = db`o.person_id in (select p.person_id from promise p where p.state <> 'withdrawn' and ${of})`;
  if (state === 'none') return db`(not ${ever})`;
  if (state === 'former') return db`(${ever} and not ${open})`;
  const judged = state === 'kept' ? ['kept'] : ['broken', 'part'];
  return db`(not ${open} and o.person_id in (select n.person_id from (select distinct on (p.person_id) p.person_id, p.state from promise p
    where p.state = any(${JUDGED_STATES as string[]}::text[]) and ${of} order by p.person_id, p.created_at desc, p.id desc) n
    where n.state = any(${judged}::text[])))`;
}

/** The last call is on or after a day when some call is, and on or before one when none is later: no maximum to be taken. */
function lastCallTest(db: Queryable, leaf: Extract<Leaf, { op: 'last_call' }>, scope: ListScope): Fragment {
  const { from, to, never = false } = leaf;
  const called = (when: Fragment) => db`o.person_id in (
    select c.person_id from call_newest c where ${ofSources(db, scope.sources, scope.unknownSources)} and ${when})`;
  const since = (day: string) => db`c.dialled_at >= ${day}::date::timestamp at time zone 'Asia/Tokyo'`;
  const notLater = to === undefined ? db`true` : db`not ${called(since(addDays(to, 1)))}`;
  if (never && from === undefined) return to === undefined ? db`(not ${called(db`true`)})` : db`(${notLater})`;
  const inTime =
    from === undefined && to === undefined
      ? db`false`
      : db`${called(from === undefined ? db`true` : since(from))} and ${notLater}`;
  return never ? db`((${inTime}) or not ${called(db`true`)})` : db`(${inTime})`;
}
