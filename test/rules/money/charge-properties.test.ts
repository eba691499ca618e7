import { expect } from 'chai';
import fc from 'fast-check';
import { type Accrual, accrue } from '../../../core/rules/money/accrue.ts';
import { daysIn, lastDayOfMonths } from '../../../core/rules/money/charge-days.ts';
import { type ChargeRule, CUTS, DEFAULT_RULES } from '../../../core/rules/money/charge-rule.ts';
import { DEFAULT_RATES, rateOn } from '../../../core/rules/money/rates.ts';
import { addDays } from '../../../core/rules/tokyo-time.ts';

const RATES = DEFAULT_RATES.local_tax;
const day = fc.integer({ min: 0, max: 9_700 }).map((n) => addDays('2000-01-01', n));
const yen = fc.integer({ min: 0, max: 3_000_000 });
const rules = fc.record({
  splitMonths: fc.integer({ min: 0, max: 3 }),
  cut: fc.constantFrom(...CUTS),
  chargeUnit: fc.constantFrom(1, 10, 100),
  smallestCharge: fc.constantFrom(1, 1_000),
});
const payments = fc.array(fc.record({ on: day, amount: fc.integer({ min: 1, max: 900_000 }) }), { maxLength: 4 });
const suspended = fc.array(
  fc.record({
    from: day,
    through: fc.option(day, { nil: null }),
    effect: fc.constantFrom('half' as const, 'no_charge' as const),
  }),
  { maxLength: 3 },
);
const debts: fc.Arbitrary<Accrual> = fc.record({ principal: yen, dueDate: day, received: payments, suspended });

const count = (debt: Accrual, rule: Partial<ChargeRule>, on: string) => {
  const result = accrue(debt, { ...DEFAULT_RULES.local_tax, ...rule }, RATES, on);
  if ('noRateOn' in result) throw new Error(`no rate on ${result.noRateOn}`);
  return result;
};

/** Day by day, with no thought of steps: what the law says, slowly. */
function slowly(debt: Accrual, splitMonths: number, on: string): number {
  const split = splitMonths === 0 ? debt.dueDate : lastDayOfMonths(debt.dueDate, splitMonths);
  let sum = 0n;
  for (let date = addDays(debt.dueDate, 1); date <= on; date = addDays(date, 1)) {
    const paid = debt.received.filter((payment) => payment.on < date).reduce((all, { amount }) => all + amount, 0);
    const open = Math.max(0, debt.principal - paid);
    const here = debt.suspended.filter(({ from, through }) => from <= date && (through === null || date <= through));
    const line = rateOn(RATES, date);
    if (!line) throw new Error('no rate');
    const halves = here.some(({ effect }) => effect === 'no_charge') ? 0n : here.length > 0 ? 1n : 2n;
    const base = open < 2_000 ? 0 : Math.floor(open / 1_000) * 1_000;
    sum += BigInt(base) * BigInt(date <= split ? line.first : line.later) * halves;
  }
  return Number(sum / (2n * 365n * 10_000n));
}

describe('rule: delinquency charge, properties', () => {
  it('is what a count day by day gives, when cut once at the end', () => {
    fc.assert(
      fc.property(
        debts,
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 900 }),
        (debt, splitMonths, later) => {
          const on = [addDays(debt.dueDate, later), '2026-12-31'].sort()[0] as string;
          const rule = { splitMonths, cut: 'total', chargeUnit: 1, smallestCharge: 1 } as const;
          expect(count(debt, rule, on).yen).to.equal(slowly(debt, splitMonths, on));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('never falls from day to day, nor when the debt is larger, nor when a payment comes later', () => {
    fc.assert(
      fc.property(debts, rules, day, fc.nat(400), fc.nat(90_000), (debt, rule, on, days, more) => {
        const one = count(debt, rule, on).yen;
        const tomorrow = [addDays(on, days), '2026-12-31'].sort()[0] as string;
        expect(count(debt, { ...rule, cut: 'total' }, tomorrow).yen).to.be.at.least(
          count(debt, { ...rule, cut: 'total' }, on).yen,
        );
        expect(count({ ...debt, principal: debt.principal + more }, rule, on).yen).to.be.at.least(one);
        const [first, ...rest] = debt.received;
        if (first) expect(count({ ...debt, received: rest }, rule, on).yen).to.be.at.least(one);
        expect(count({ ...debt, suspended: [] }, { ...rule, cut: 'total' }, on).yen).to.be.at.least(
          count(debt, { ...rule, cut: 'total' }, on).yen,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('is a whole number of its unit, is 0 or reaches the smallest charge, and finer cuts never give more', () => {
    fc.assert(
      fc.property(debts, rules, day, (debt, rule, on) => {
        const { yen: charge } = count(debt, rule, on);
        expect(charge % rule.chargeUnit).to.equal(0);
        expect(charge === 0 || charge >= rule.smallestCharge).to.equal(true);
        const [byYear, byStage, once] = CUTS.map((cut) => count(debt, { ...rule, cut }, on).yen) as [
          number,
          number,
          number,
        ];
        expect(byYear).to.be.at.most(byStage);
        expect(byStage).to.be.at.most(once);
      }),
      { numRuns: 200 },
    );
  });

  it('explains every day once: steps follow each other, inside the days of delay', () => {
    fc.assert(
      fc.property(yen, day, day, rules, (principal, dueDate, on, rule) => {
        const debt = { principal: principal + 2_000, dueDate, received: [], suspended: [] };
        const { steps } = count(debt, rule, on);
        if (on <= dueDate) {
          expect(steps).to.deep.equal([]);
          return;
        }
        expect(steps[0]?.from).to.equal(addDays(dueDate, 1));
        expect(steps.at(-1)?.through).to.equal(on);
        expect(steps.reduce((sum, { days }) => sum + days, 0)).to.equal(daysIn(addDays(dueDate, 1), on));
        for (const [index, step] of steps.entries()) {
          const before = steps[index - 1];
          if (before) expect(step.from).to.equal(addDays(before.through, 1));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('lets a month pass between 28 and 31 days later', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 12 }), (due, months) => {
        const days = daysIn(addDays(due, 1), lastDayOfMonths(due, months));
        expect(days).to.be.within(28 * months, 31 * months);
        expect(lastDayOfMonths(due, months) <= lastDayOfMonths(addDays(due, 1), months)).to.equal(true);
      }),
    );
  });
});
