import { expect } from 'chai';
import { createAnswerLevel } from '../../../core/rules/pacing/answer-level.ts';
import { lognormalCdf, normalCdf, valueAt } from '../../../core/rules/pacing/distributions.ts';
import { createDurationBelief } from '../../../core/rules/pacing/duration-belief.ts';
import { createHandlingBelief } from '../../../core/rules/pacing/handling-belief.ts';
import { createLineBelief } from '../../../core/rules/pacing/line-belief.ts';
import { createRingShape } from '../../../core/rules/pacing/ring-shape.ts';
import { createScoreTrust } from '../../../core/rules/pacing/score-trust.ts';
import { seeded } from './toy-centre.ts';

describe('what the pacer believes', () => {
  it('knows the normal and the lognormal distribution', () => {
    for (const [z, chance] of [
      [-1.96, 0.025],
      [0, 0.5],
      [1.2816, 0.9],
    ] as const) {
      expect(normalCdf(z)).to.be.closeTo(chance, 1e-4);
    }
    expect(lognormalCdf(Math.exp(2), Math.exp(2.5), Math.sqrt(Math.E - 1))).to.be.closeTo(0.5, 1e-6);
    expect(valueAt(Float64Array.from([0, 1, 3]), 1.5)).to.equal(2);
  });

  describe('about ringing', () => {
    /** Persons pick up evenly from 4 to 8 s, machines from 20 to 24 s. */
    const feed = (shape: ReturnType<typeof createRingShape>, cutAt: number) => {
      const random = seeded(4);
      for (let call = 0; call < 6000; call += 1) {
        const fate = random();
        const age = fate < 0.2 ? 4 + random() * 4 : fate < 0.3 ? 20 + random() * 4 : 30;
        const cut = random() < 0.7 ? cutAt : 30;
        shape.exposed(Math.min(age, cut), age < cut);
        if (age < cut) shape.observe(age, fate < 0.2 ? 'person' : 'machine', 1);
      }
      shape.rebuild();
    };

    it('learns when persons and machines pick up', () => {
      const shape = createRingShape(30);
      feed(shape, 30);
      expect(valueAt(shape.person, 4)).to.be.below(0.03);
      expect(valueAt(shape.person, 8)).to.be.closeTo(0.66, 0.05);
      expect(valueAt(shape.machine, 30)).to.be.closeTo(0.33, 0.05);
      expect(shape.personShareAt(6, 1)).to.be.above(0.9);
      expect(shape.personShareAt(22, 1)).to.be.below(0.1);
    });

    it('is not misled by calls hung up early', () => {
      const shape = createRingShape(30);
      feed(shape, 15);
      expect(valueAt(shape.machine, 30)).to.be.closeTo(0.33, 0.07);
    });
  });

  it('follows a chance of an answer that halves within minutes, and not the luck of a few calls', () => {
    const level = createAnswerLevel();
    const random = seeded(9);
    const dial = (calls: number, chance: number) => {
      for (let call = 0; call < calls; call += 1) {
        level.pass(2);
        if (random() < chance) level.pickedUp(1, 0);
        else level.notPickedUp(1, 0, 1);
      }
    };
    dial(1500, 0.4);
    expect(level.mean).to.be.closeTo(0.4, 0.05);
    for (let call = 0; call < 4; call += 1) level.notPickedUp(1, 0, 1);
    expect(level.mean).to.be.above(0.33);
    dial(200, 0.2);
    expect(level.mean).to.be.closeTo(0.2, 0.06);
  });

  for (const { name, worth, from, to } of [
    { name: 'scores that tell the truth', worth: 1, from: 0.8, to: 1.2 },
    { name: 'scores that tell nothing', worth: 0, from: 0, to: 0.2 },
  ]) {
    it(`trusts ${name} as far as they deserve`, () => {
      const trust = createScoreTrust();
      const random = seeded(6);
      for (let call = 0; call < 3000; call += 1) {
        const lean = (random() - 0.5) * 4;
        const score = 1 / (1 + Math.exp(1 - lean));
        const chance = 1 / (1 + Math.exp(1 - worth * lean));
        trust.seen(score);
        trust.learn(0.27, score, random() < chance, 0, 1);
      }
      expect(trust.trust).to.be.within(from, to);
    });
  }

  it('learns that mobiles are answered more often than fixed lines', () => {
    const belief = createLineBelief(30, false);
    const random = seeded(8);
    for (let call = 0; call < 1500; call += 1) {
      const type = random() < 0.5 ? ('mobile' as const) : ('fixed' as const);
      belief.level.pass(2);
      belief.dialled(type, undefined);
      belief.learn({ type, score: undefined }, 0, 30, random() < (type === 'mobile' ? 0.4 : 0.2));
    }
    expect(belief.chance('mobile', undefined) / belief.chance('fixed', undefined)).to.be.closeTo(2, 0.4);
    expect(belief.freshChance()).to.be.closeTo(0.3, 0.07);
  });

  it('takes a late answer for a person where detection filters the machines, and for a machine where it does not', () => {
    const share = (amd: boolean) => {
      const { shape, filter } = createLineBelief(30, amd);
      for (let call = 0; call < 400; call += 1) {
        shape.exposed(20, true);
        shape.observe(20, call % 4 === 0 ? 'person' : 'machine', 1);
        if (call % 4 !== 0) filter.filtered();
      }
      return shape.personShareAt(20, filter.pass);
    };
    expect(share(false)).to.be.below(0.3);
    expect(share(true)).to.be.above(0.8);
  });

  it('follows a wrap-up of a shape nobody expected: everybody at 30 s sharp', () => {
    const wrap = createDurationBelief(60, 0.5);
    for (let call = 0; call < 600; call += 1) wrap.observe(30);
    wrap.rebuild();
    expect(valueAt(wrap.table, 25)).to.be.below(0.15);
    expect(valueAt(wrap.table, 36)).to.be.above(0.85);
  });

  it('expects an agent at the end of a wrap-up sooner than one at its beginning, and a machine sooner than a contact', () => {
    const handling = createHandlingBelief(20);
    const within = (phase: 'talk' | 'wrap', elapsed: number, talked: number, weights: [number, number, number]) => {
      const out = new Float64Array(21);
      handling.readyWithin({ phase, elapsed, talked, weights }, out);
      for (let second = 1; second <= 20; second += 1) expect(out[second]).to.be.at.least((out[second - 1] ?? 0) - 1e-9);
      return out[15] ?? 0;
    };
    expect(within('wrap', 60, 180, [1, 0, 0])).to.be.above(2 * within('wrap', 5, 180, [1, 0, 0]));
    expect(within('wrap', 5, 18, [0, 0, 1])).to.be.above(within('wrap', 5, 180, [1, 0, 0]));
    expect(within('talk', 10, 0, [1, 0, 0])).to.be.below(0.02);
  });
});
