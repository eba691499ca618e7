import { expect } from 'chai';
import fc from 'fast-check';
import { countMatched, selectMatchedIds } from '../../api/lists/count-queries.ts';
import { newId } from '../../core/platform/ids.ts';
import {
  type ArrearsLeaf,
  type Condition,
  type Leaf,
  PROMISE_STANDINGS,
  type Span,
} from '../../core/rules/extraction.ts';
import { conditionProblems } from '../../core/rules/extraction-problems.ts';
import { type ListScope, listScope } from '../../core/rules/list-scope.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { seedAgent, seedCity } from '../telephony/dialer-population.ts';
import { type KnownPerson, LABELS, seedKnownPersons, TOWNS } from './list-population.ts';

const TODAY = '2026-11-20';
const SUBJECTS = ['tax', 'health', 'lunch', 'loan', 'odd'];

interface View {
  scope: ListScope;
  privileged: boolean;
  callableOnly: boolean;
  all: readonly KnownPerson[];
  keys: ReadonlyMap<string, ReadonlySet<number>>;
}

// ── the same questions, answered in plain code from what the test itself has written ──────────────────────────────────────

const inSpan = <T extends string | number>(value: T, { from, to }: Span<T> = {}) =>
  (from === undefined || value >= from) && (to === undefined || value <= to);
const seen = (view: View, subject: string | null) =>
  subject === null ? view.scope.unknownSources : view.scope.sources.includes(subject);

function arrearsOf(person: KnownPerson, leaf: ArrearsLeaf, view: View) {
  const subjects = leaf.subjects ?? view.scope.subjectIds;
  return person.items.filter(
    (item) =>
      item.unpaid > 0 &&
      item.due < TODAY &&
      subjects.includes(item.subject) &&
      (leaf.year === undefined || (leaf.year === 'current') === item.levyYear >= 2026) &&
      inSpan(item.levyYear, leaf.levyYear) &&
      inSpan(item.taxableYear, leaf.taxableYear) &&
      (!leaf.periods || leaf.periods.includes(item.period)) &&
      inSpan(item.due, leaf.due) &&
      (leaf.demanded === undefined || leaf.demanded === item.demanded) &&
      (leaf.directDebit === undefined || leaf.directDebit === item.directDebit) &&
      (!leaf.dispositions ||
        leaf.dispositions.some((word) => (word === '' ? !item.disposition : (item.disposition ?? '').includes(word)))),
  );
}

function ageToday(birth: string): number {
  const years = 2026 - Number(birth.slice(0, 4));
  return birth.slice(5) > '11-20' ? years - 1 : years;
}

function leafHolds(leaf: Leaf, person: KnownPerson, view: View): boolean {
  const records = person.records.filter(({ superseded, subject }) => !superseded && seen(view, subject));
  const newest = records.at(-1);
  const calls = person.calls
    .filter(({ subject }) => seen(view, subject))
    .map(({ day }) => day)
    .sort();
  switch (leaf.op) {
    case 'arrears': {
      const set = arrearsOf(person, leaf, view);
      const sum = set.reduce((total, { unpaid }) => total + unpaid, 0);
      if (set.length === 0 || !inSpan(set.length, leaf.count)) return false;
      if (leaf.amount?.of === 'person') return inSpan(sum, leaf.amount);
      return leaf.amount === undefined || set.some(({ unpaid }) => inSpan(unpaid, leaf.amount));
    }
    case 'area':
      return leaf.towns.some((town) => person.address.startsWith(town));
    case 'age':
      return person.kind === 'individual' && person.birth !== null && inSpan(ageToday(person.birth), leaf);
    case 'kind':
      return person.kind === leaf.kind;
    case 'language': {
      const foreign = !['', 'ja'].includes(person.language ?? '');
      return leaf.languages.some((one) => (one === 'foreign' ? foreign : one === person.language));
    }
    case 'household': {
      const home = person.household;
      const size = view.all.filter(
        (one) => one.household === home && !one.deceased && (view.privileged || !one.shielded),
      );
      return home !== null && size.length > 0 && inSpan(size.length, leaf);
    }
    case 'phone': {
      const kinds = { any: /./, mobile: /^0[6-9]0/, fixed: /^0[1-9](?!0)|^0[1-4]0/ };
      const has = person.phones.some(
        ({ digits, usable, gone, source }) => usable && !gone && seen(view, source) && kinds[leaf.type].test(digits),
      );
      return has === leaf.has;
    }
    case 'agent':
      return newest?.staff != null && leaf.agents.includes(newest.staff);
    case 'last_contact':
      if (!newest) return leaf.never === true;
      return newest.talk === null
        ? newest.line !== null && (leaf.line ?? []).some((one) => one === newest.line)
        : (leaf.talk ?? []).some((one) => one === newest.talk);
    case 'promise': {
      const known = person.promises.filter(({ subject }) => seen(view, subject)).map(({ state }) => state);
      const promised = known.includes('open');
      const ever = known.some((state) => state !== 'withdrawn');
      const last = promised ? undefined : known.filter((state) => ['kept', 'part', 'broken'].includes(state)).at(-1);
      const broken = last === 'part' || last === 'broken';
      return { promised, broken, kept: last === 'kept', former: ever && !promised, none: !ever }[leaf.state];
    }
    case 'last_call': {
      const last = calls.at(-1);
      if (last === undefined) return leaf.never === true;
      return (leaf.from !== undefined || leaf.to !== undefined) && inSpan(last, leaf);
    }
    case 'label':
      return person.labels.some(
        ({ text, subject, inForce }) =>
          inForce && seen(view, subject) && (leaf.texts.length === 0 || leaf.texts.includes(text)),
      );
    case 'stop':
      return person.stops.some(
        ({ kind, manual, inForce }) =>
          inForce &&
          (manual || view.scope.unknownSources) &&
          (leaf.kinds.length === 0 || leaf.kinds.some((one) => one === kind)),
      );
    case 'keys':
      return view.keys.get(leaf.file)?.has(person.id) ?? false;
  }
}

function holds(condition: Condition, person: KnownPerson, view: View): boolean {
  if (condition.op === 'and') return condition.of.every((one) => holds(one, person, view));
  if (condition.op === 'or') return condition.of.some((one) => holds(one, person, view));
  if (condition.op === 'not') return !holds(condition.of, person, view);
  return leafHolds(condition, person, view);
}

function expected(condition: Condition, view: View) {
  const matched = view.all
    .map((person) => ({
      person,
      yen: arrearsOf(person, { op: 'arrears' }, view).reduce((sum, { unpaid }) => sum + unpaid, 0),
    }))
    .filter(({ person, yen }) => yen > 0 && !person.deceased && person.shielded === view.privileged)
    .filter(
      ({ person }) => !view.callableOnly || !person.stops.some(({ kind, inForce }) => inForce && kind !== 'no_sms'),
    )
    .filter(({ person }) => holds(condition, person, view));
  return {
    ids: matched.map(({ person }) => person.id).sort((a, b) => a - b),
    yen: matched.reduce((sum, { yen }) => sum + yen, 0),
  };
}

// ── random conditions ─────────────────────────────────────────────────────────────────────────────────────────────────

const spanOf = <T>(values: readonly T[]) =>
  fc.record({ from: fc.constantFrom(...values), to: fc.constantFrom(...values) }, { requiredKeys: ['from'] });
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined, freq: 2 });
const some = <T>(values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });

function arbitraries(sources: readonly string[], staff: readonly string[], keys: readonly string[]) {
  const arrears: fc.Arbitrary<Leaf> = fc.record({
    op: fc.constant('arrears' as const),
    subjects: maybe(some(sources)),
    year: maybe(fc.constantFrom('current' as const, 'carried' as const)),
    levyYear: maybe(spanOf([2023, 2024, 2026])),
    taxableYear: maybe(spanOf([2023, 2025])),
    periods: maybe(some(['1', '2', '3'])),
    due: maybe(spanOf(['2025-08-31', '2026-03-31', '2026-11-19'])),
    demanded: maybe(fc.boolean()),
    directDebit: maybe(fc.boolean()),
    dispositions: maybe(some(['', '分納', '差押'])),
    amount: maybe(
      fc.record({
        of: fc.constantFrom('person' as const, 'period' as const),
        from: fc.constantFrom(0, 5_000, 21_000),
        to: maybe(fc.constant(25_000)),
      }),
    ),
    count: maybe(spanOf([1, 2, 3])),
  });
  const leaf: fc.Arbitrary<Leaf> = fc.oneof(
    { arbitrary: arrears, weight: 6 },
    some(TOWNS).map((towns) => ({ op: 'area' as const, towns })),
    spanOf([0, 18, 41, 65]).map((ages) => ({ op: 'age' as const, ...ages })),
    fc.constantFrom('individual' as const, 'corporate' as const).map((kind) => ({ op: 'kind' as const, kind })),
    some(['foreign', 'ne', 'ja']).map((languages) => ({ op: 'language' as const, languages })),
    spanOf([1, 2, 4]).map((size) => ({ op: 'household' as const, ...size })),
    fc.record({
      op: fc.constant('phone' as const),
      type: fc.constantFrom('any' as const, 'fixed' as const, 'mobile' as const),
      has: fc.boolean(),
    }),
    some(staff).map((agents) => ({ op: 'agent' as const, agents })),
    fc.record({
      op: fc.constant('last_contact' as const),
      talk: some(['promise', 'refuses'] as const),
      line: maybe(some(['busy'] as const)),
      never: maybe(fc.boolean()),
    }),
    fc.constantFrom(...PROMISE_STANDINGS).map((state) => ({ op: 'promise' as const, state })),
    fc
      .tuple(spanOf(['2026-11-01', '2026-11-10']), maybe(fc.boolean()))
      .map(([days, never]) => ({ op: 'last_call' as const, ...days, never })),
    fc.constant({ op: 'last_call' as const, never: true }),
    fc.subarray(LABELS).map((texts) => ({ op: 'label' as const, texts })),
    fc.subarray(['no_call' as const, 'lawyer' as const]).map((kinds) => ({ op: 'stop' as const, kinds })),
    fc.constantFrom(...keys).map((file) => ({ op: 'keys' as const, file })),
  );
  return fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((of) => ({ op: 'and' as const, of })),
      fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((of) => ({ op: 'or' as const, of })),
      tie('tree').map((of) => ({ op: 'not' as const, of })),
    ),
  })).tree;
}

describe('api: conditions of a list against an evaluation in plain code', function () {
  this.timeout(60_000);
  let db: TestDatabase;
  let all: KnownPerson[];
  const staff: string[] = [];
  const keys = new Map<string, ReadonlySet<number>>();
  let subjects: SharingScope[];
  before(async () => {
    db = await testDatabase();
    const { sql } = db;
    await seedCity(sql);
    await sql`insert into subject (id, name, short_name, debt_class, sharing_group, colour, caller_id)
      values ('hidden', 'x', 'x', 'private', 'nobody', '#000000', '0000')`;
    staff.push(await seedAgent(sql), await seedAgent(sql));
    all = await seedKnownPersons(sql, 7, 200, { subjects: SUBJECTS, staff });
    const file = newId();
    const named = all.filter((_, index) => index % 3 === 0);
    await sql`insert into key_file (id, name, lines, found, created_at) values (${file}, 'f', ${named.length}, ${named.length}, now())`;
    for (const [index, { id }] of named.entries())
      await sql`insert into key_file_line (file_id, line_no, key_text, person_id) values (${file}, ${index + 1}, 'k', ${id})`;
    await sql`insert into key_file_line (file_id, line_no, key_text, reason) values (${file}, 9999, '?', 'unknown')`;
    keys.set(file, new Set(named.map(({ id }) => id)));
    subjects = await sql<SharingScope[]>`
      select id as "subjectId", debt_class as "debtClass", sharing_group as "sharingGroup" from subject`;
  });
  after(() => db.close());

  /** One hundred random conditions over one list. */
  async function agree(subjectIds: string[], seed: number, more: Partial<View> = {}) {
    const scope = listScope(subjectIds, subjects);
    if (!scope) throw new Error('no such list');
    const view: View = { scope, privileged: false, callableOnly: false, all, keys, ...more };
    const population = { ...view, today: TODAY, entrustmentId: null };
    let hits = 0;
    await fc.assert(
      fc.asyncProperty(arbitraries(scope.sources, staff, [...keys.keys()]), async (condition) => {
        fc.pre(conditionProblems(condition, { sources: scope.sources }).every((problem) => problem.includes('逆')));
        const plain = expected(condition, view);
        const found = await countMatched(db.sql, condition, population, 5);
        const ids = await selectMatchedIds(db.sql, condition, population);
        hits += plain.ids.length > 0 ? 1 : 0;
        expect(ids).to.deep.equal(plain.ids);
        expect([found.persons, found.yen, found.sample.length]).to.deep.equal([
          ids.length,
          plain.yen,
          Math.min(5, ids.length),
        ]);
        for (const { personId } of found.sample) expect(ids).to.include(personId);
      }),
      { numRuns: 100, seed },
    );
    expect(hits, 'conditions that somebody meets').to.be.greaterThan(30);
  }

  it('agrees on two taxes that may know of each other', () => agree(['tax', 'health'], 1));
  it('agrees on a private claim, which knows nothing that came with tax data', () => agree(['lunch', 'loan'], 2));
  it('agrees on a private claim that stands in the taxes’ group by mistake', () => agree(['odd'], 3));
  it('agrees where stopped persons are left out', () => agree(['tax'], 4, { callableOnly: true }));
  it('agrees on the lists of shielded persons', async () => {
    const scope = listScope(['tax', 'health'], subjects);
    if (!scope) throw new Error('no such list');
    const view: View = { scope, privileged: true, callableOnly: false, all, keys };
    const condition: Condition = { op: 'not', of: { op: 'kind', kind: 'corporate' } };
    const ids = await selectMatchedIds(db.sql, condition, { ...view, today: TODAY, entrustmentId: null });
    expect(ids).to.deep.equal(expected(condition, view).ids);
    expect(ids.length).to.be.greaterThan(2);
  });

  it('puts no taxes and private claims, and no two groups of private claims, on one list', () => {
    expect(listScope(['tax', 'lunch'], subjects)).to.equal(null);
    expect(listScope(['tax', 'odd'], subjects)).to.equal(null);
    expect(listScope(['lunch', 'hidden'], subjects)).to.equal(null);
    expect(listScope(['tax', 'nonsense'], subjects)).to.equal(null);
    expect(listScope([], subjects)).to.equal(null);
  });
});
