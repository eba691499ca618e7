import type { Fragment, Queryable } from '../../core/platform/postgres.ts';
import { type ArrearsLeaf, type Condition, leavesOf } from '../../core/rules/extraction.ts';
import { type ArrearsFlags, arrearsFlags, within } from './arrears-flags.ts';
import { namesFew } from './names-few.ts';
import { newestContacts, personTest, type TestContext } from './person-tests.ts';

export interface Population extends TestContext {
  /** Only persons of this 依頼; null = the whole city (officers). Part of the query itself: nothing outside it can be named. */
  entrustmentId: string | null;
  /** Leave out who is stopped from calls today. */
  callableOnly: boolean;
}

/**
 * `with` clauses that end in `matched (person_id, yen)`: the persons of the population who owe on the list's subjects, are not dead, and
 * meet the condition; yen = what they owe on those subjects, due before today. Every value is a parameter. `offset 0` keeps the tests out of
 * the grouping: a measure that a test names twice would be worked out twice there.
 */
export function matchedPersons(db: Queryable, condition: Condition, population: Population): Fragment {
  const leaves = leavesOf(condition);
  const arrears = leaves.filter((leaf): leaf is ArrearsLeaf => leaf.op === 'arrears');
  const parts = condition.op === 'and' ? condition.of : [condition];
  const few = parts.filter(namesFew);
  const rest = parts.filter((part) => !few.includes(part));
  const flags = arrearsFlags(db, arrears, population);
  const of =
    population.entrustmentId === null
      ? db`arrears_item a where`
      : db`entrustment_person e join arrears_item a on a.person_id = e.person_id
          where e.entrustment_id = ${population.entrustmentId} and`;
  const asksContacts = leaves.some(({ op }) => op === 'agent' || op === 'last_contact');
  const newest = asksContacts ? db`newest as materialized (${newestContacts(db, population.scope)}),` : db``;
  return db`with mask as materialized (${flags.mask}), ${newest} owed as (
      select a.person_id, sum_yen(a.unpaid) ${flags.withinOwn ? db`` : db`filter (where ${flags.has(0)})`} as yen ${measures(db, arrears, flags)}
      from ${of} a.unpaid > 0 and (${flags.any}) ${among(db, few, { arrears, flags }, population)}
      group by a.person_id offset 0
    ), matched as materialized (
      select o.person_id, o.yen from owed o
      where o.yen > 0 and ${allowed(db, population)} and ${conditionTest(db, { op: 'and', of: rest }, { arrears, flags }, population)}
    )`;
}

/**
 * n = periods of the set, s = their sum, m = how many of them have the amount that one period must have; only what the leaf asks about,
 * because each is worked out a million times. Where it asks only whether there is a set, one aggregate answers for eight leaves: b = which
 * of a byte's flags some period has.
 */
function measures(db: Queryable, leaves: readonly ArrearsLeaf[], flags: ArrearsFlags): Fragment {
  const bytes = new Map<number, Fragment>();
  const columns = leaves.flatMap((leaf, index) => {
    const { amount, count } = leaf;
    const flag = flags.has(index + 1);
    const name = (letter: string) => db(`${letter}${index}`);
    if (asksExistence(leaf)) {
      const { plane, flags: byte } = flags.byteOf(index + 1);
      bytes.set(plane, db`, bit_or(${byte}) as ${db(`b${plane}`)}`);
    }
    return [
      ...(count ? [db`, count(*) filter (where ${flag}) as ${name('n')}`] : []),
      ...(amount?.of === 'person' ? [db`, sum_yen(a.unpaid) filter (where ${flag}) as ${name('s')}`] : []),
      ...(amount?.of === 'period'
        ? [db`, count(*) filter (where ${flag} and ${within(db, db`a.unpaid`, amount)}) as ${name('m')}`]
        : []),
    ];
  });
  return [...columns, ...bytes.values()].reduce((all, one) => db`${all} ${one}`, db``);
}

const asksExistence = ({ amount, count }: ArrearsLeaf) => !amount && !count;

/** Where the condition says of few persons who they are, only their installments are read. */
function among(db: Queryable, few: readonly Condition[], of: Measured, population: Population): Fragment {
  if (few.length === 0) return db``;
  const test = conditionTest(db, { op: 'and', of: [...few] }, of, population);
  return db`and a.person_id = any(array(select o.person_id from (select id as person_id from person) o where ${test}))`;
}

/** Shielded persons (支援措置) are on their own lists and on no other; the dead are on none (T22). */
function allowed(db: Queryable, { privileged, callableOnly, today }: Population): Fragment {
  const who = privileged
    ? db`o.person_id in (select x.id from person x where x.shielded and x.deceased_on is null and not x.training)`
    : db`o.person_id not in (select x.id from person x where x.shielded or x.deceased_on is not null or x.training)`;
  if (!callableOnly) return who;
  return db`${who} and o.person_id not in (select f.person_id from stop_flag f where f.kind not in ('no_sms', 'no_visit')
    and f.from_on <= ${today}::date and (f.to_on is null or f.to_on >= ${today}::date))`;
}

/** What stands in `owed`. */
interface Measured {
  arrears: readonly ArrearsLeaf[];
  flags: ArrearsFlags;
}

function conditionTest(db: Queryable, condition: Condition, of: Measured, context: TestContext): Fragment {
  switch (condition.op) {
    case 'and':
    case 'or': {
      const tests = condition.of.map((one) => conditionTest(db, one, of, context));
      const none = condition.op === 'and' ? db`true` : db`false`;
      if (tests.length === 0) return none;
      const joined = tests.reduce((all, one) =>
        condition.op === 'and' ? db`${all} and ${one}` : db`${all} or ${one}`,
      );
      return db`(${joined})`;
    }
    case 'not':
      return db`(not ${conditionTest(db, condition.of, of, context)})`;
    case 'arrears':
      return arrearsTest(db, condition, of.arrears.indexOf(condition), of.flags);
    default:
      return personTest(db, condition, context);
  }
}

/** What is unpaid is never nothing, so a sum tells that there is a set. Never unknown: `not` must be true of whoever has none. */
function arrearsTest(db: Queryable, leaf: ArrearsLeaf, index: number, flags: ArrearsFlags): Fragment {
  const { amount, count } = leaf;
  const column = (letter: string) => db`o.${db(`${letter}${index}`)}`;
  if (asksExistence(leaf)) {
    const { plane, value } = flags.byteOf(index + 1);
    return db`(o.${db(`b${plane}`)} & ${value}::int <> 0)`;
  }
  const sum = db`coalesce(${column('s')}, 0)`;
  return db`(${count ? db`${column('n')} > 0 and ${within(db, column('n'), count)}` : db`true`}
    and ${amount?.of === 'person' ? db`${sum} > 0 and ${within(db, sum, amount)}` : db`true`}
    and ${amount?.of === 'period' ? db`${column('m')} > 0` : db`true`})`;
}
