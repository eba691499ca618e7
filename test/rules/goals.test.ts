import { expect } from 'chai';
import fc from 'fast-check';
import {
  FUNNEL_STAGES,
  type FunnelFacts,
  funnelStage,
  type GoalCounts,
  isContact,
  METRICS,
  metricValue,
} from '../../core/rules/goals.ts';

const counts: GoalCounts = {
  requested: 3_100,
  dialled: 2_800,
  contacted: 1_240,
  promised: 310,
  judged: 200,
  kept: 130,
  settled: 155,
  attempts: 7_000,
  poolAnswered: 400,
  abandoned: 4,
  wrapUps: 60,
  wrapUpSec: 2_550,
};

describe('rules: goals', () => {
  for (const [id, expected] of [
    ['dial_rate', 90.3],
    ['contact_rate', 40],
    ['promise_rate', 25],
    ['kept_rate', 65],
    ['settled_rate', 5],
    ['abandonment', 1],
    ['calls_per_person', 2.5],
    ['wrap_up', 42.5],
  ] as const) {
    it(`${id}: ${expected}`, () => {
      expect(metricValue(id, counts)).to.be.closeTo(expected, 0.05);
    });
  }

  it('measures contact by persons asked for: more calls to the same persons change nothing', () => {
    expect(metricValue('contact_rate', { ...counts, attempts: 70_000, dialled: 3_100 })).to.equal(
      metricValue('contact_rate', counts),
    );
    expect(METRICS.every(({ over }) => over !== 'attempts')).to.equal(true);
  });

  it('says nothing instead of nought where there is nothing to divide by', () => {
    const none = {
      requested: 0,
      dialled: 0,
      contacted: 0,
      promised: 0,
      judged: 0,
      kept: 0,
      settled: 0,
      attempts: 0,
      poolAnswered: 0,
      abandoned: 0,
      wrapUps: 0,
      wrapUpSec: 0,
    };
    for (const { id } of METRICS) expect(metricValue(id, none), id).to.equal(null);
  });

  it('counts the person and the household as contact, and nobody else', () => {
    const who = ['principal', 'household', 'representative', 'third_party', 'wrong_person', 'nobody', null] as const;
    expect(who.map((one) => isContact(one))).to.deep.equal([true, true, false, false, false, false, false]);
  });

  const fact = fc.record({
    dialled: fc.boolean(),
    contacted: fc.boolean(),
    promised: fc.boolean(),
    settled: fc.boolean(),
    over: fc.boolean(),
  });

  it('puts every person into exactly one stage, and what is achieved never moves anybody back', () => {
    const order = ['ended', 'untouched', 'tried', 'contacted', 'promised', 'settled'];
    fc.assert(
      fc.property(fact, fc.constantFrom('contacted', 'promised', 'settled'), (facts: FunnelFacts, achieved) => {
        const before = funnelStage(facts);
        const after = funnelStage({ ...facts, [achieved]: true });
        expect(FUNNEL_STAGES).to.include(before);
        expect(order.indexOf(after)).to.be.at.least(order.indexOf(before));
      }),
    );
  });

  it('calls 終了 only who was never reached', () => {
    const gone = { dialled: true, contacted: false, promised: false, settled: false, over: true };
    expect(funnelStage(gone)).to.equal('ended');
    expect(funnelStage({ ...gone, contacted: true })).to.equal('contacted');
    expect(funnelStage({ ...gone, over: false })).to.equal('tried');
    expect(funnelStage({ ...gone, dialled: false, over: false })).to.equal('untouched');
  });
});
