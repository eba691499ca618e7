import { expect } from 'chai';
import { createLineBudget, HARD_CAP } from '../../../core/rules/pacing/line-budget.ts';

describe('the budget of abandoned persons', () => {
  it('never allows more than 3 %, whatever the line says', () => {
    expect(createLineBudget(0.2, 5).cap).to.equal(HARD_CAP);
  });

  it('pays nothing for a cap of nothing', () => {
    expect(createLineBudget(0, 5).price).to.equal(Number.POSITIVE_INFINITY);
  });

  for (const { name, abandoned, expected, change } of [
    { name: 'falls while less is abandoned than planned', abandoned: 0, expected: 0, change: -1 },
    { name: 'rises as more is abandoned than planned', abandoned: 12, expected: 12, change: 1 },
    { name: 'rises already when more must be expected', abandoned: 9, expected: 40, change: 1 },
  ]) {
    it(`has a price that ${name}`, () => {
      const budget = createLineBudget(0.01, 5);
      const before = budget.price;
      budget.answered(800);
      budget.newDay();
      budget.abandoned(abandoned);
      budget.expected(expected);
      budget.newDay();
      expect(Math.sign(budget.price - before)).to.equal(change);
    });
  }

  it('guards today: as the day comes to twice its cap the price multiplies, and a new day forgets it', () => {
    const budget = createLineBudget(0.01, 5);
    budget.answered(2000);
    budget.newDay();
    budget.answered(100);
    budget.abandoned(1);
    const calm = budget.price;
    budget.abandoned(3);
    const guarded = budget.price;
    expect(budget.overspent).to.equal(true);
    expect(guarded).to.be.above(3 * calm);
    budget.newDay();
    expect(budget.price).to.be.below(guarded / 3);
  });

  it('asks more of a strict cap, and of a large team, from the first call on', () => {
    const price = (cap: number, agents: number) => createLineBudget(cap, agents).price;
    expect(price(0.01, 5)).to.be.above(price(0.03, 5));
    expect(price(0.01, 30)).to.be.above(price(0.01, 5));
  });

  it('goes on from what was saved', () => {
    const budget = createLineBudget(0.01, 5);
    budget.answered(300);
    budget.abandoned(4);
    budget.expected(2);
    const again = createLineBudget(0.01, 5);
    again.restore(budget.save());
    expect(again.price).to.equal(budget.price);
    expect(again.abandonment).to.be.closeTo(4 / 300, 1e-3);
  });
});
