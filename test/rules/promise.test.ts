import { expect } from 'chai';
import fc from 'fast-check';
import {
  judgePromise,
  lastDayOfGrace,
  type PromisedItem,
  type PromiseState,
  type PromiseToJudge,
  promiseDue,
} from '../../core/rules/promise.ts';
import { DEFAULT_PROMISES, promiseParameters } from '../../core/rules/promise-parameters.ts';
import { addDays } from '../../core/rules/tokyo-time.ts';

const item = (received: number, more: Partial<PromisedItem> = {}): PromisedItem => ({
  unpaidThen: 10_000,
  unpaidNow: Math.max(10_000 - received, 0),
  received,
  receivedLate: 0,
  ...more,
});
/** Promised for Friday 27 November, seven days of grace: the last day is 4 December. */
const promise = (items: readonly PromisedItem[], more: Partial<PromiseToJudge> = {}): PromiseToJudge => ({
  state: 'open',
  promisedOn: '2026-11-27',
  graceDays: 7,
  amount: null,
  items,
  ...more,
});

describe('the judgement of a promise', () => {
  const cases: [string, PromiseToJudge, string, PromiseState, number][] = [
    ['nothing came, before the date', promise([item(0)]), '2026-11-20', 'open', 0],
    ['nothing came, on the date', promise([item(0)]), '2026-11-27', 'open', 0],
    ['nothing came, on the last day of grace', promise([item(0)]), '2026-12-04', 'open', 0],
    ['nothing came, the day after', promise([item(0)]), '2026-12-05', 'broken', 0],
    ['no grace: broken the day after the date', promise([item(0)], { graceDays: 0 }), '2026-11-28', 'broken', 0],
    ['all came before the date', promise([item(10_000)]), '2026-11-21', 'kept', 10_000],
    ['all came in the grace', promise([item(10_000)]), '2026-12-01', 'kept', 10_000],
    ['some came, in the grace', promise([item(4_000)]), '2026-12-04', 'open', 4_000],
    ['some came, grace over', promise([item(4_000)]), '2026-12-05', 'part', 4_000],
    ['the promised part of the debt came', promise([item(4_000)], { amount: 4_000 }), '2026-11-27', 'kept', 4_000],
    ['a yen less than promised', promise([item(3_999)], { amount: 4_000 }), '2026-12-05', 'part', 3_999],
    ['one of two periods, whole', promise([item(10_000), item(0)]), '2026-12-05', 'part', 10_000],
    ['both periods', promise([item(10_000), item(10_000)]), '2026-12-05', 'kept', 20_000],
    ['too much for one never pays the other', promise([item(25_000), item(0)]), '2026-12-05', 'part', 25_000],
    [
      'a promised sum may come on any of its periods',
      promise([item(10_000), item(0)], { amount: 10_000 }),
      '2026-12-05',
      'kept',
      10_000,
    ],
    ['all came, but after the grace', promise([item(10_000, { receivedLate: 10_000 })]), '2026-12-20', 'broken', 0],
    ['the rest came after the grace', promise([item(10_000, { receivedLate: 6_000 })]), '2026-12-20', 'part', 4_000],
    [
      'data of a payment in time that came after the judgement',
      promise([item(10_000)], { state: 'broken' }),
      '2026-12-20',
      'kept',
      10_000,
    ],
    ['taken back before the date (速報取消)', promise([item(0)], { state: 'kept' }), '2026-11-25', 'open', 0],
    ['taken back after the grace', promise([item(0)], { state: 'kept' }), '2026-12-20', 'broken', 0],
    [
      'an older payment taken back is no minus',
      promise([item(-3_000, { unpaidNow: 13_000 })]),
      '2026-12-05',
      'broken',
      0,
    ],
    ['the debt was reduced to nothing (減額)', promise([item(0, { unpaidNow: 0 })]), '2026-11-30', 'kept', 0],
    [
      'the debt was raised, what was promised came',
      promise([item(10_000, { unpaidNow: 5_000 })]),
      '2026-12-05',
      'kept',
      10_000,
    ],
    ['postponed stays postponed', promise([item(10_000)], { state: 'postponed' }), '2026-12-20', 'postponed', 10_000],
    ['withdrawn stays withdrawn', promise([item(0)], { state: 'withdrawn' }), '2026-12-20', 'withdrawn', 0],
  ];
  for (const [name, facts, today, state, keptAmount] of cases)
    it(`${name}: ${state}`, () => expect(judgePromise(facts, today)).to.deep.equal({ state, keptAmount }));

  const yen = fc.integer({ min: 0, max: 20_000 });
  const anItem = fc.record({
    unpaidThen: fc.integer({ min: 1, max: 10_000 }),
    unpaidNow: yen,
    received: yen,
    receivedLate: yen,
  });
  const aPromise = fc.record({
    state: fc.constantFrom<PromiseState>('open', 'kept', 'part', 'broken'),
    promisedOn: fc.constant('2026-11-27'),
    graceDays: fc.integer({ min: 0, max: 31 }),
    amount: fc.option(fc.integer({ min: 1, max: 10_000 })),
    items: fc.array(anItem, { minLength: 1, maxLength: 4 }),
  });

  it('never breaks a promise before its grace is over, and forgets what was said before', () =>
    fc.assert(
      fc.property(aPromise, fc.integer({ min: -5, max: 60 }), (facts, days) => {
        const today = addDays(facts.promisedOn, days);
        const { state } = judgePromise(facts, today);
        const asOpen = judgePromise({ ...facts, state: 'open' }, today).state;
        return (
          state === asOpen &&
          (today > lastDayOfGrace(facts) ? state !== 'open' : state !== 'part' && state !== 'broken')
        );
      }),
    ));

  it('is never worse for more money in time', () =>
    fc.assert(
      fc.property(aPromise, fc.nat(5_000), (facts, more) => {
        const rank = { broken: 0, part: 1, open: 1, kept: 2, postponed: 0, withdrawn: 0 };
        const richer = { ...facts, items: facts.items.map((one) => ({ ...one, received: one.received + more })) };
        const of = (one: PromiseToJudge) => rank[judgePromise(one, '2027-03-01').state];
        return of(richer) >= of(facts);
      }),
    ));
});

describe('where a promise stands', () => {
  const today = '2026-11-27';
  const cases: [PromiseState, string, string][] = [
    ['open', '2026-11-28', 'later'],
    ['open', '2026-11-27', 'today'],
    ['open', '2026-11-26', 'overdue'],
    ['broken', '2026-11-10', 'broken'],
    ['part', '2026-11-10', 'broken'],
    ['kept', '2026-11-10', 'closed'],
    ['postponed', '2026-11-28', 'closed'],
  ];
  for (const [state, promisedOn, due] of cases)
    it(`${state}, ${promisedOn}: ${due}`, () => expect(promiseDue({ state, promisedOn }, today)).to.equal(due));
});

describe('the city’s values for promises', () => {
  it('are seven days of grace until the city says otherwise', () => {
    expect(promiseParameters(undefined)).to.deep.equal(DEFAULT_PROMISES).and.include({ graceDays: 7 });
    expect(promiseParameters({ graceDays: 0 })).to.include({ graceDays: 0, maxDaysAhead: 60 });
  });
  for (const wrong of [-1, 1.5, 32, '7', null])
    it(`ignores ${String(wrong)} days of grace`, () =>
      expect(promiseParameters({ graceDays: wrong }).graceDays).to.equal(7));
});
