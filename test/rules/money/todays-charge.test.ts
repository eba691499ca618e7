import { expect } from 'chai';
import fc from 'fast-check';
import { announcement } from '../../../core/rules/money/announcement.ts';
import { chargeRule, DEFAULT_RULES, SUSPENSION_EFFECTS } from '../../../core/rules/money/charge-rule.ts';
import { debtTotals } from '../../../core/rules/money/debt-totals.ts';
import { demandFeeOwed } from '../../../core/rules/money/demand-fee.ts';
import { ENGINES } from '../../../core/rules/money/engine.ts';
import { moneyRules, type StoredSetting } from '../../../core/rules/money/money-settings.ts';
import { type ChargedItem, todaysCharge } from '../../../core/rules/money/todays-charge.ts';

const ON = '2026-11-21';
const item = (more: Partial<ChargedItem> = {}): ChargedItem => ({
  dueDate: '2025-12-31',
  principal: 100_000,
  collected: 0,
  unpaid: 100_000,
  fixedCharge: 0,
  disposition: null,
  payments: [],
  suspensions: [],
  ...more,
});
const always: StoredSetting = { key: 'delinquency_announce', validFrom: '0001-01-01', value: { announce: 'always' } };
const charge = (one: ChargedItem, engine: string | null = 'local_tax', settings: StoredSetting[] = [always], on = ON) =>
  todaysCharge(one, moneyRules(settings, { subjectId: '04', engine }, { today: on, on }), on);
const setting = (key: string, value: unknown, validFrom = '0001-01-01'): StoredSetting => ({ key, validFrom, value });

describe('rule: today’s charge of a period', () => {
  it('counts by the engine of the subject', () => {
    expect(charge(item())).to.include({ state: 'known', yen: Math.floor((237 + 7_329) / 100) * 100, fixed: false });
    expect(charge(item(), 'legal_interest')).to.include({ yen: Math.floor((100_000 * 0.03 * 325) / 365) });
    expect(charge(item(), 'none')).to.deep.equal({ state: 'known', yen: 0, fixed: false, steps: [] });
  });

  it('never gives a number for an engine nobody knows', () => {
    fc.assert(
      fc.property(fc.option(fc.string(), { nil: null }), fc.nat(), fc.nat(), (engine, unpaid, fixedCharge) => {
        fc.pre(!ENGINES.some((known) => known === engine));
        const asked = charge(item({ unpaid, fixedCharge }), engine);
        expect(asked).to.deep.equal({ state: 'ask_city', reason: 'engine_unknown' });
      }),
    );
  });

  it('asks the city where a rate, a rule or a line cannot be known', () => {
    const rate = { state: 'ask_city', reason: 'rate_unknown' };
    expect(charge(item(), 'contract_interest')).to.deep.equal(rate);
    expect(charge(item(), 'local_tax', [always], '2027-01-05')).to.deep.equal(rate);
    const unreadable = { state: 'ask_city', reason: 'rule_unreadable' };
    for (const [key, value] of [
      ['delinquency_rule:engine/local_tax', { chargeUnit: '100' }],
      ['delinquency_rule:engine/local_tax', { roundUp: true }],
      ['delinquency_rule:subject/04', null],
      ['delinquency_rule:subject/04', { toString: 1 }],
      ['delinquency_rates:engine/local_tax', { first: 1 }],
      ['delinquency_rates:subject/04', 'x'],
    ] as const)
      expect(charge(item(), 'local_tax', [always, setting(key, value)]), key).to.deep.equal(unreadable);
  });

  it('takes rates, split and rounding as the city set them, from their day on, narrowest first', () => {
    const plain = charge(item());
    const of = (...settings: StoredSetting[]) => charge(item(), 'local_tax', [always, ...settings]);
    expect(of(setting('delinquency_rule:engine/local_tax', { splitMonths: 3 }))).to.not.deep.equal(plain);
    expect(of(setting('delinquency_rule:engine/local_tax', { splitMonths: 3 }, '2026-11-22'))).to.deep.equal(plain);
    expect(of(setting('delinquency_rule:subject/05', { splitMonths: 3 }))).to.deep.equal(plain);
    const both = [
      setting('delinquency_rule:engine/local_tax', { chargeUnit: 1 }),
      setting('delinquency_rule:subject/04', { chargeUnit: 1_000 }),
    ];
    expect(of(...both)).to.include({ yen: 7_000 });
    const line = { through: '2026-12-31', first: 0, later: 0 };
    expect(of(setting('delinquency_rates:subject/04', line, '2026-01-01'))).to.include({ yen: 0 });
    expect(of(setting('delinquency_rates:engine/local_tax', line, '2026-01-01'))).to.include({ yen: 0 });
    expect(of(setting('delinquency_rates:engine/ordinance', line, '2026-01-01'))).to.deep.equal(plain);
  });

  it('tells nothing unless the city lets it be told', () => {
    const silent = { state: 'not_announced' };
    expect(charge(item(), 'local_tax', [])).to.deep.equal(silent);
    expect(charge(item(), null, [])).to.deep.equal(silent);
    const policy = (value: unknown) => [setting('delinquency_announce', value)];
    expect(charge(item(), 'local_tax', policy({ announce: 'yes' }))).to.deep.equal(silent);
    expect(charge(item(), 'local_tax', policy({ announce: 'always', subjects: { '04': 'never' } }))).to.deep.equal(
      silent,
    );
    const later = policy({ announce: 'after_principal' });
    expect(charge(item(), 'local_tax', later)).to.deep.equal(silent);
    const fixed = item({ unpaid: 0, fixedCharge: 3_400 });
    expect(charge(fixed, 'local_tax', later)).to.include({ state: 'known', yen: 3_400, fixed: true });
    expect(announcement({ announce: 'never', subjects: { '04': 'always' } }, '04')).to.equal('always');
    expect(announcement({ announce: 'always' }, 'toString')).to.equal('always');
  });

  it('keeps a fixed charge apart from one that still grows', () => {
    expect(charge(item({ unpaid: 0, collected: 100_000, fixedCharge: 3_400 }))).to.include({ yen: 3_400, fixed: true });
    expect(charge(item({ fixedCharge: 3_400 }))).to.deep.equal({ state: 'ask_city', reason: 'fixed_and_open' });
  });

  it('lowers the base with payments whose day is known, and takes off charges paid', () => {
    const paid = item({
      unpaid: 40_000,
      payments: [{ on: '2026-01-31', amount: 60_000, charge: 200, contained: false }],
    });
    const rest = 237 + Math.floor((40_000 * 0.091 * 294) / 365);
    expect(charge(paid)).to.include({ yen: Math.floor(rest / 100) * 100 - 200 });
    const contained = item({
      collected: 60_000,
      unpaid: 40_000,
      payments: [{ on: '2026-01-31', amount: 60_000, charge: 200, contained: true }],
    });
    expect(charge(contained)).to.deep.include({ yen: Math.floor(rest / 100) * 100 - 200 });
  });

  it('asks where money came on a day nobody knows, unless the day does not matter', () => {
    const asked = { state: 'ask_city', reason: 'undated_payment' };
    expect(charge(item({ collected: 60_000, unpaid: 40_000 }))).to.deep.equal(asked);
    expect(charge(item({ collected: 500, unpaid: 99_500 }))).to.deep.equal(asked);
    expect(charge(item({ principal: 8_000, collected: 4_000, unpaid: 4_000 }))).to.include({ state: 'known', yen: 0 });
    const less = item({
      collected: 10_000,
      payments: [{ on: '2026-01-31', amount: 20_000, charge: 0, contained: true }],
    });
    expect(charge(less)).to.deep.equal(asked);
  });

  describe('suspensions', () => {
    const asked = { state: 'ask_city', reason: 'suspension' };
    const rule = (value: object) => [always, setting('delinquency_rule:engine/local_tax', value)];
    const grace = { kind: 'grace' as const, fromOn: '2026-03-01', toOn: null };
    const stop = { kind: 'enforcement_stop' as const, fromOn: '2026-01-01', toOn: null };

    it('ask where a file names one and nobody knows its days', () => {
      for (const disposition of ['徴収猶予', '換価の猶予', '執行停止', '滞納処分停止'])
        expect(charge(item({ disposition })), disposition).to.deep.equal(asked);
      for (const disposition of ['分納', '差押', null]) expect(charge(item({ disposition })).state).to.equal('known');
      expect(charge(item({ disposition: '猶予' }), 'local_tax', rule({ onGrace: 'full' })).state).to.equal('known');
    });
    it('ask about a grace, whose exemption depends on its ground, until the city says which it is', () => {
      expect(charge(item({ suspensions: [grace] }))).to.deep.equal(asked);
      const half = charge(item({ suspensions: [grace] }), 'local_tax', rule({ onGrace: 'half' }));
      const none = charge(item({ suspensions: [grace] }), 'local_tax', rule({ onGrace: 'no_charge' }));
      if (half.state !== 'known' || none.state !== 'known') throw new Error('no figure');
      expect([none.yen, half.yen]).to.deep.equal(
        [237 + 698, 237 + 698 + 3_315].map((sum) => (sum < 1_000 ? 0 : sum - (sum % 100))),
      );
      expect(half.steps.at(-1)).to.include({ half: true, from: '2026-03-01' });
    });
    it('spare the days of a stop whose days are known, and no other', () => {
      expect(charge(item({ disposition: '執行停止', suspensions: [stop] }))).to.include({ yen: 0 });
      const over = { ...stop, toOn: '2026-01-31' };
      expect(charge(item({ suspensions: [over] }))).to.include({ yen: 7_300 });
      // The file names one that still runs: the dated one is another.
      expect(charge(item({ disposition: '執行停止', suspensions: [over] }))).to.deep.equal(asked);
      const before = { ...stop, fromOn: '2025-01-01', toOn: '2025-12-31' };
      expect(charge(item({ suspensions: [before] }))).to.deep.equal(charge(item()));
    });
    it('never make a charge larger, whatever the city sets', () => {
      fc.assert(
        fc.property(
          fc.constantFrom(...SUSPENSION_EFFECTS),
          fc.constantFrom(...SUSPENSION_EFFECTS),
          (onGrace, onStop) => {
            const with_ = charge(item({ suspensions: [grace, stop] }), 'local_tax', rule({ onGrace, onStop }));
            const without = charge(item());
            if (with_.state !== 'known' || without.state !== 'known') return;
            expect(with_.yen).to.be.at.most(without.yen);
          },
        ),
      );
    });
  });

  it('is sure of nothing it was not told: a stored rule is whole or it is none', () => {
    expect(chargeRule('local_tax')).to.deep.equal(DEFAULT_RULES.local_tax);
    expect(chargeRule('local_tax', undefined, { cut: 'stage' })?.cut).to.equal('stage');
    for (const bad of [[], 'x', 1, { cut: 'never' }, { splitMonths: 13 }, { smallestBase: 0 }, { onGrace: true }])
      expect(chargeRule('local_tax', bad), JSON.stringify(bad)).to.equal(null);
  });
});

describe('rule: demand fee and totals', () => {
  const fee = (
    demandIssuedOn: string | null,
    table = [
      { from: '2025-04-01', yen: 0 },
      { from: '2010-04-01', yen: 80 },
    ],
  ) => demandFeeOwed({ demandIssuedOn, fileFee: 100, paidFee: 0 }, table);
  it('goes by the day of issue, and before any line by the file', () => {
    expect([fee('2025-03-31'), fee('2025-04-01'), fee('2009-01-01'), fee(null)]).to.deep.equal([80, 0, 100, 100]);
    expect(fee('2025-03-31', [])).to.equal(100);
    expect(demandFeeOwed({ demandIssuedOn: null, fileFee: 100, paidFee: 100 }, [])).to.equal(0);
  });
  it('gives one sum only where every charge is known', () => {
    const known = {
      unpaid: 10_000,
      demandFee: 100,
      charge: { state: 'known', yen: 300, fixed: false, steps: [] },
    } as const;
    const asked = { unpaid: 5_000, demandFee: 0, charge: { state: 'ask_city', reason: 'suspension' } } as const;
    const silent = { unpaid: 1_000, demandFee: 0, charge: { state: 'not_announced' } } as const;
    expect(debtTotals([known, known])).to.deep.equal({
      principal: 20_000,
      demandFee: 200,
      charge: 600,
      askCity: 0,
      notAnnounced: 0,
      all: 20_800,
    });
    expect(debtTotals([known, asked])).to.include({ charge: 300, askCity: 1, all: null });
    expect(debtTotals([silent])).to.include({ charge: null, notAnnounced: 1, all: null, principal: 1_000 });
    expect(debtTotals([])).to.include({ principal: 0, charge: 0, all: 0 });
  });
});
