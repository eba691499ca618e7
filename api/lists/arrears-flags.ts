import type { Fragment, Queryable } from '../../core/platform/postgres.ts';
import { type ArrearsLeaf, firstCurrentYear, type Span } from '../../core/rules/extraction.ts';
import type { ListScope } from '../../core/rules/list-scope.ts';

const BITS = 8;
/** Every byte in order, to cut one out of: half the time of making it from its number. */
const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0')).join('');

export interface ArrearsFlags {
  /** A `bytea` of flags, addressed by facet; empty, so that a look into it fails, when a facet's number is missing. */
  mask: Fragment;
  /** Flag `bit` of installment `a`: 0 = it counts for the list's own sum; 1… = the arrears leaves. */
  has(bit: number): Fragment;
  /** All flags of installment `a` in the byte that holds this one, and which of its bits that is. */
  byteOf(bit: number): { plane: number; flags: Fragment; value: number };
  /** Any flag at all. */
  any: Fragment;
  /** No leaf reaches beyond the list's own subjects: what has any flag has flag 0. */
  withinOwn: boolean;
}

/**
 * Conditions on installments are asked of each *facet* once, some ten thousand times, and the answers packed into one string of bits. A
 * million installments are then a look into that string each: no text is compared and nothing is joined.
 */
export function arrearsFlags(
  db: Queryable,
  leaves: readonly ArrearsLeaf[],
  { scope, today }: { scope: ListScope; today: string },
): ArrearsFlags {
  const planes = Math.ceil((leaves.length + 1) / BITS);
  const own = db`(f.subject_id = any(${scope.subjectIds}::text[]) and f.due_date < ${today}::date)`;
  const tests = [own, ...leaves.map((leaf) => db`(${leafTest(db, leaf, scope, today)})`)];
  // One plane of bytes behind the other, each with a byte nobody looks at, so that a facet's number is its place.
  const plane = (index: number) => {
    const value = tests
      .slice(index * BITS, (index + 1) * BITS)
      .map((test, bit) => db`${test}::int * ${2 ** bit}::int`)
      .reduce((sum, term) => db`${sum} + ${term}`);
    return db`(select case when count(*) = max(f.id)
      then '\\x00'::bytea || string_agg(substring(decode(${BYTES}, 'hex') from 1 + (${value}) for 1), ''::bytea order by f.id)
      else ''::bytea end from arrears_facet f)`;
  };
  const look = (index: number) => db`get_byte((select ${db(`m${index}`)} from mask), a.facet_id)`;
  const every = Array.from({ length: planes }, (_, index) => index);
  const withinOwn = leaves.every(({ subjects = [] }) => subjects.every((id) => scope.subjectIds.includes(id)));
  return {
    mask: db`select ${every.map((index) => db`${plane(index)} as ${db(`m${index}`)}`).reduce((all, one) => db`${all}, ${one}`)}`,
    has: (bit) => db`${look(Math.floor(bit / BITS))} & ${2 ** (bit % BITS)}::int <> 0`,
    byteOf(bit) {
      const plane = Math.floor(bit / BITS);
      return { plane, flags: look(plane), value: 2 ** (bit % BITS) };
    },
    any: withinOwn
      ? db`${look(0)} & 1 <> 0`
      : every.map((index) => db`${look(index)} <> 0`).reduce((all, one) => db`${all} or ${one}`),
    withinOwn,
  };
}

/** Not yet due is no arrears: no leaf reaches beyond today. */
function leafTest(db: Queryable, leaf: ArrearsLeaf, scope: ListScope, today: string): Fragment {
  const { subjects = scope.subjectIds, year, periods, demanded, directDebit, dispositions } = leaf;
  const current = firstCurrentYear(today);
  return db`f.subject_id = any(${subjects}::text[]) and f.due_date < ${today}::date
    and ${year === undefined ? db`true` : year === 'current' ? db`f.levy_year >= ${current}` : db`f.levy_year < ${current}`}
    and ${within(db, db`f.levy_year`, leaf.levyYear)}
    and ${within(db, db`f.taxable_year`, leaf.taxableYear)}
    and ${periods === undefined ? db`true` : db`f.period_no = any(${periods}::text[])`}
    and ${withinDays(db, db`f.due_date`, leaf.due)}
    and ${demanded === undefined ? db`true` : db`f.demanded = ${demanded}`}
    and ${directDebit === undefined ? db`true` : db`f.direct_debit = ${directDebit}`}
    and ${dispositions === undefined ? db`true` : dispositionTest(db, dispositions)}`;
}

function dispositionTest(db: Queryable, words: readonly string[]): Fragment {
  const named = words.filter((word) => word !== '');
  return db`((${words.includes('')} and coalesce(f.disposition, '') = '')
    or exists (select 1 from unnest(${named}::text[]) w where position(w in coalesce(f.disposition, '')) > 0))`;
}

/** Both ends inclusive. */
export function within(db: Queryable, value: Fragment, span: Span<number> | undefined): Fragment {
  return db`${span?.from === undefined ? db`true` : db`${value} >= ${span.from}::bigint`}
    and ${span?.to === undefined ? db`true` : db`${value} <= ${span.to}::bigint`}`;
}

export function withinDays(db: Queryable, value: Fragment, span: Span<string> | undefined): Fragment {
  return db`${span?.from === undefined ? db`true` : db`${value} >= ${span.from}::date`}
    and ${span?.to === undefined ? db`true` : db`${value} <= ${span.to}::date`}`;
}
