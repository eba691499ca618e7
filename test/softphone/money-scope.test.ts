import { expect } from 'chai';
import type { MoneySettings } from '../../core/contracts/http/money.ts';
import { DEFAULT_RULES } from '../../core/rules/money/charge-rule.ts';
import { rateProblem } from '../../core/rules/money/rate-problem.ts';
import { DEFAULT_RATES } from '../../core/rules/money/rates.ts';
import {
  endsSoon,
  engineOfScope,
  hundredths,
  nextLine,
  rulesOfScope,
  scopeChoices,
  scopeOf,
} from '../../softphone/features/money/money-scope.ts';
import { percent } from '../../softphone/ui/percent.ts';

const TODAY = '2026-11-20';
const subject = (subjectId: string, engine: 'local_tax' | 'none' | null, ownRule: object | null = null) => ({
  subjectId,
  name: subjectId,
  colour: '#000000',
  engine,
  ownRule,
  ownRates: [],
  ratesEnd: null,
});
const settings: MoneySettings = {
  today: TODAY,
  announcement: { announce: 'always', subjects: {} },
  subjects: [
    subject('01', 'local_tax', { splitMonths: 3, cut: undefined }),
    subject('09', 'none'),
    subject('11', null),
  ],
  engines: [
    { engine: 'local_tax', rule: DEFAULT_RULES.local_tax, rates: [] },
    { engine: 'none', rule: DEFAULT_RULES.none, rates: [] },
  ],
  demandFees: [],
  coming: [],
};

describe('softphone: the page of charges', () => {
  it('begins a new line with the year that is missing, and what it begins with can be saved', () => {
    const next = nextLine('local_tax', DEFAULT_RATES.local_tax, TODAY);
    expect(next).to.deep.equal({ from: '2027-01-01', through: '2027-12-31', first: 280, later: 910 });
    expect(rateProblem('local_tax', next)).to.equal(null);
    expect(rateProblem('local_tax', nextLine('local_tax', [], TODAY))).to.equal(null);
    expect(nextLine('contract_interest', [], TODAY)).to.deep.equal({ from: TODAY, through: null, first: 0, later: 0 });
  });
  it('reads rates as people type them, to the hundredth, and nothing else', () => {
    expect(['2.8', '9.10', ' 10.75 ', '3', '0'].map(hundredths)).to.deep.equal([280, 910, 1_075, 300, 0]);
    for (const typed of ['', '2.855', '-1', '2,8', '２.８', '100.1', 'x']) expect(hundredths(typed), typed).to.be.NaN;
    for (const rate of [280, 910, 1_075, 300, 5]) expect(hundredths(percent(rate))).to.equal(rate);
  });
  it('warns in time before the rates end', () => {
    expect(endsSoon('2026-12-31', TODAY)).to.equal(true);
    expect(endsSoon('2026-12-31', '2026-10-01')).to.equal(false);
    expect(endsSoon(null, TODAY)).to.equal(false);
  });
  it('offers what can be counted, and shows a subject with the rest of its engine’s rule', () => {
    expect(scopeChoices(settings).map(({ value }) => value)).to.deep.equal(['engine/local_tax', 'subject/01']);
    expect(scopeOf('subject/01')).to.deep.equal({ subjectId: '01' });
    expect(scopeOf('engine/local_tax')).to.deep.equal({ engine: 'local_tax' });
    expect(engineOfScope(settings, { subjectId: '01' })).to.equal('local_tax');
    expect(engineOfScope(settings, { subjectId: '11' })).to.equal(null);
    const rules = rulesOfScope(settings, { subjectId: '01' });
    expect(rules?.now).to.deep.equal({ ...DEFAULT_RULES.local_tax, splitMonths: 3 });
    expect(rules?.inherited).to.deep.equal(DEFAULT_RULES.local_tax);
    expect(rulesOfScope(settings, { subjectId: '11' })).to.equal(null);
  });
});
