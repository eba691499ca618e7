import { expect } from 'chai';
import { type Accrual, accrue } from '../../../core/rules/money/accrue.ts';
import { daysIn, lastDayOfMonths } from '../../../core/rules/money/charge-days.ts';
import { type ChargeRule, DEFAULT_RULES } from '../../../core/rules/money/charge-rule.ts';
import type { Engine } from '../../../core/rules/money/engine.ts';
import { rateProblem, readRatePeriod } from '../../../core/rules/money/rate-problem.ts';
import { DEFAULT_RATES, rateOn, rateTable } from '../../../core/rules/money/rates.ts';
import { addDays } from '../../../core/rules/tokyo-time.ts';

const debt = (principal: number, dueDate: string, more: Partial<Accrual> = {}): Accrual => ({
  principal,
  dueDate,
  received: [],
  suspended: [],
  ...more,
});
const count = (one: Accrual, on: string, rule: Partial<ChargeRule> = {}, engine: Engine = 'local_tax') => {
  const result = accrue(one, { ...DEFAULT_RULES[engine], ...rule }, DEFAULT_RATES[engine], on);
  if ('noRateOn' in result) throw new Error(`no rate on ${result.noRateOn}`);
  return result;
};
/** Without the last rounding: to the yen. */
const raw = { smallestCharge: 1, chargeUnit: 1 };

describe('rule: delinquency charge, vectors of cities', () => {
  interface Vector {
    source: string;
    engine?: Engine;
    debt: Accrual;
    on: string;
    rule?: Partial<ChargeRule>;
    days: number[];
    yen: number;
    charge: number;
  }
  const vectors: Vector[] = [
    {
      source: 'Toyohashi',
      debt: debt(65_000, '2021-05-31'),
      on: '2022-01-31',
      days: [30, 184, 31],
      yen: 133 + 2_883 + 480,
      charge: 3_400,
    },
    {
      source: 'Fukuoka’s figures, cut by year',
      debt: debt(152_500, '2025-09-01'),
      on: '2026-02-05',
      days: [30, 91, 36],
      yen: 299 + 3_296 + 1_364,
      charge: 4_900,
    },
    {
      source: 'Fukuoka, cut by stage',
      debt: debt(152_500, '2025-09-01'),
      on: '2026-02-05',
      rule: { cut: 'stage' },
      days: [30, 91, 36],
      yen: 299 + 4_661,
      charge: 4_900,
    },
    {
      source: 'Oamishirasato’s figures',
      debt: debt(60_300, '2021-06-30'),
      on: '2021-12-10',
      days: [31, 132],
      yen: 127 + 1_909,
      charge: 2_000,
    },
    {
      source: 'Shinagawa, 国保料 by 条例: three months at the lower rate',
      engine: 'ordinance',
      debt: debt(100_000, '2021-04-30'),
      on: '2021-10-31',
      rule: { splitMonths: 3, cut: 'total' },
      days: [92, 92],
      yen: 2_848,
      charge: 2_800,
    },
    {
      source: '民法: 5 % for ever where the delay began before 2020-04-01',
      engine: 'legal_interest',
      debt: debt(54_321, '2020-03-30'),
      on: '2026-11-21',
      days: [2_427],
      yen: Math.floor((54_321 * 0.05 * 2_427) / 365),
      charge: 18_059,
    },
    {
      source: '民法: 3 % from 2020-04-01 on',
      engine: 'legal_interest',
      debt: debt(54_321, '2020-03-31'),
      on: '2026-11-21',
      days: [2_426],
      yen: Math.floor((54_321 * 0.03 * 2_426) / 365),
      charge: 10_831,
    },
  ];
  for (const { source, engine = 'local_tax', debt: one, on, rule, days, yen, charge } of vectors)
    it(`${source}: ${one.principal} due ${one.dueDate}, paid ${on}`, () => {
      const result = count(one, on, rule, engine);
      expect(result.steps.map((step) => step.days)).to.deep.equal(days);
      expect(count(one, on, { ...rule, ...raw }, engine).yen).to.equal(yen);
      expect(result.yen).to.equal(charge);
    });
});

describe('rule: delinquency charge, days', () => {
  for (const [due, months, last] of [
    ['2021-05-31', 1, '2021-06-30'],
    ['2025-09-01', 1, '2025-10-01'],
    ['2021-06-30', 1, '2021-07-31'],
    ['2026-01-30', 1, '2026-02-28'],
    ['2026-01-29', 1, '2026-02-28'],
    ['2026-01-27', 1, '2026-02-27'],
    ['2024-01-30', 1, '2024-02-29'],
    ['2024-02-28', 1, '2024-03-28'],
    ['2026-02-28', 1, '2026-03-31'],
    ['2025-12-25', 1, '2026-01-25'],
    ['2025-11-30', 1, '2025-12-31'],
    ['2021-04-30', 3, '2021-07-31'],
    ['2025-11-29', 3, '2026-02-28'],
  ] as const)
    it(`${months} month(s) after ${due} have passed on ${last}`, () => {
      expect(lastDayOfMonths(due, months)).to.equal(last);
    });

  it('counts the leap day as a day and divides by 365 all the same', () => {
    const leap = count(debt(1_000_000, '2024-02-28'), '2024-03-10', raw);
    expect(leap.steps[0]).to.include({ days: 11, rate: 240 });
    expect(leap.yen).to.equal(Math.floor((1_000_000 * 0.024 * 11) / 365));
    const common = count(debt(1_000_000, '2023-02-28'), '2023-03-10', raw);
    expect(common.steps[0]?.days).to.equal(10);
    expect(daysIn('2024-01-01', '2024-12-31')).to.equal(366);
  });

  it('charges nothing up to the due date and counts the day of payment', () => {
    expect(count(debt(1_000_000, '2026-06-30'), '2026-06-30')).to.deep.equal({ yen: 0, steps: [] });
    expect(count(debt(1_000_000, '2026-06-30'), '2026-07-01', raw)).to.deep.include({ yen: 76 });
    expect(count(debt(1_000_000, '2026-06-30'), '2026-07-01', raw).steps[0]?.days).to.equal(1);
  });
});

describe('rule: delinquency charge, rounding', () => {
  const year = (principal: number, rule: Partial<ChargeRule> = {}) =>
    count(debt(principal, '2022-12-31'), '2023-12-31', rule).yen;
  it('charges nothing on a base below 2,000 yen and drops what is below 1,000', () => {
    expect(year(1_999, raw)).to.equal(0);
    expect(year(2_000, raw)).to.equal(4 + 159);
    expect(year(2_999, raw)).to.equal(year(2_000, raw));
    expect(year(3_000, raw)).to.be.greaterThan(year(2_000, raw));
  });
  it('drops a sum below 1,000 yen and what is below 100', () => {
    expect(year(12_000, raw)).to.equal(24 + 955);
    expect(year(12_000)).to.equal(0);
    expect(year(13_000, raw)).to.equal(26 + 1_034);
    expect(year(13_000)).to.equal(1_000);
  });
  it('lets the cut decide at a boundary', () => {
    const one = debt(152_000, '2025-09-01');
    const to = (cut: ChargeRule['cut']) => count(one, '2026-02-05', { ...raw, cut }).yen;
    expect([to('year'), to('stage'), to('total')]).to.deep.equal([4_959, 4_960, 4_961]);
  });
  it('loses no yen on sums a float would round', () => {
    const principal = 900_719_925_474_000;
    const exact = (BigInt(principal) * 300n * 365n) / (10_000n * 365n);
    expect(count(debt(principal, '2022-12-31'), '2023-12-31', {}, 'legal_interest').yen).to.equal(Number(exact));
  });
});

describe('rule: delinquency charge, part payments and suspensions', () => {
  it('counts on what is left from the day after a part payment', () => {
    const one = debt(100_000, '2023-12-31', { received: [{ on: '2024-02-29', amount: 60_500 }] });
    expect(count(one, '2024-03-31', raw).steps.map(({ from, base, days }) => [from, base, days])).to.deep.equal([
      ['2024-01-01', 100_000, 31],
      ['2024-02-01', 100_000, 29],
      ['2024-03-01', 39_000, 31],
    ]);
  });
  it('stops where less than 2,000 yen is left', () => {
    const one = debt(100_000, '2023-12-31', { received: [{ on: '2024-02-29', amount: 98_001 }] });
    expect(count(one, '2026-03-31').steps.at(-1)?.through).to.equal('2024-02-29');
  });
  it('spares the days of a stop and halves those of a half', () => {
    const plain = count(debt(1_000_000, '2022-12-31'), '2023-12-31', raw).yen;
    const days = { from: '2023-03-01', through: '2023-03-31' };
    const stopped = debt(1_000_000, '2022-12-31', { suspended: [{ ...days, effect: 'no_charge' }] });
    const half = debt(1_000_000, '2022-12-31', { suspended: [{ ...days, effect: 'half' }] });
    const march = (1_000_000 * 0.087 * 31) / 365;
    expect(count(stopped, '2023-12-31', raw).yen).to.be.closeTo(plain - march, 2);
    expect(count(half, '2023-12-31', raw).yen).to.be.closeTo(plain - march / 2, 3);
    const both = { ...half, suspended: [...half.suspended, ...stopped.suspended] };
    expect(count(both, '2023-12-31', raw).yen).to.equal(count(stopped, '2023-12-31', raw).yen);
  });
});

describe('rule: rates', () => {
  const published: [year: number, first: number, later: number][] = [
    [1999, 730, 1460],
    [2000, 450, 1460],
    [2001, 450, 1460],
    [2002, 410, 1460],
    [2006, 410, 1460],
    [2007, 440, 1460],
    [2008, 470, 1460],
    [2009, 450, 1460],
    [2010, 430, 1460],
    [2013, 430, 1460],
    [2014, 290, 920],
    [2015, 280, 910],
    [2016, 280, 910],
    [2017, 270, 900],
    [2018, 260, 890],
    [2020, 260, 890],
    [2021, 250, 880],
    [2022, 240, 870],
    [2025, 240, 870],
    [2026, 280, 910],
  ];
  for (const [year, first, later] of published)
    it(`${year}: ${first / 100} / ${later / 100} %`, () => {
      for (const day of [`${year}-01-01`, `${year}-12-31`])
        expect(rateOn(DEFAULT_RATES.local_tax, day), day).to.include({ first, later });
    });

  it('knows no rate of a year whose table was not published yet', () => {
    expect(rateOn(DEFAULT_RATES.local_tax, '2027-01-01')).to.equal(undefined);
    const result = accrue(debt(50_000, '2026-08-31'), DEFAULT_RULES.local_tax, DEFAULT_RATES.local_tax, '2027-01-01');
    expect(result).to.deep.equal({ noRateOn: '2027-01-01' });
    expect(rateOn(DEFAULT_RATES.legal_interest, '2029-04-01')).to.equal(undefined);
  });

  it('takes the city’s line over the known one and a subject’s own from its first on', () => {
    const line = (from: string, first: number, later: number) => ({
      from,
      through: `${from.slice(0, 4)}-12-31`,
      first,
      later,
    });
    const table = rateTable('local_tax', [line('2025-01-01', 10, 20), line('2027-01-01', 30, 40)]);
    expect(rateOn(table, '2025-06-01')).to.include({ first: 10 });
    expect(rateOn(table, '2026-06-01')).to.include({ first: 280 });
    expect(rateOn(table, '2027-06-01')).to.include({ first: 30 });
    const own = rateTable('local_tax', [], [line('2026-01-01', 100, 200)]);
    expect(rateOn(own, '2025-12-31')).to.include({ first: 240 });
    expect(rateOn(own, '2026-01-01')).to.include({ first: 100 });
    expect(rateOn(own, '2027-01-01')).to.equal(undefined);
  });

  it('refuses lines that cannot be right', () => {
    const good = { from: '2027-01-01', through: '2027-12-31', first: 280, later: 910 };
    expect(rateProblem('local_tax', good)).to.equal(null);
    for (const bad of [
      { ...good, through: null },
      { ...good, through: '2028-12-31' },
      { ...good, from: '2027-04-01' },
      { ...good, first: 920 },
      { ...good, later: 2_001 },
      { ...good, first: 2.5 },
      { ...good, first: -1 },
    ])
      expect(rateProblem('local_tax', bad), JSON.stringify(bad)).to.be.a('string');
    expect(rateProblem('contract_interest', { from: '2027-04-01', through: null, first: 500, later: 500 })).to.equal(
      null,
    );
    expect(rateProblem('none', good)).to.be.a('string');
    expect(readRatePeriod('2027-01-01', { through: '2027-12-31', first: 280, later: '910' })).to.equal(null);
    expect(readRatePeriod('2027-01-01', { through: null, first: 280, later: 910 })?.from).to.equal('2027-01-01');
  });

  it('leaves no gap between the first line and the last', () => {
    for (const engine of ['local_tax', 'legal_interest'] as const) {
      const table = DEFAULT_RATES[engine];
      for (const [index, { through }] of table.slice(0, -1).entries())
        expect(through && addDays(through, 1)).to.equal(table[index + 1]?.from);
    }
  });
});
