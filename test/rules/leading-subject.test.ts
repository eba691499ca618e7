import { expect } from 'chai';
import fc from 'fast-check';
import {
  consolidationGroup,
  DEFAULT_LEADING,
  leadersByGroup,
  leadingParameters,
  leadingSentence,
  leadingSubject,
  type SubjectDebt,
} from '../../core/rules/leading-subject.ts';

const debt = (
  subjectId: string,
  oldestDueOn: string,
  unpaid: number,
  more: Partial<SubjectDebt> = {},
): SubjectDebt => ({
  subjectId,
  debtClass: 'tax',
  sharingGroup: 'tax',
  oldestDueOn,
  unpaid,
  ...more,
});

describe('rules: leading subject', () => {
  const table: [string, SubjectDebt[], string, string][] = [
    ['one subject alone', [debt('a', '2024-06-30', 1)], 'a', 'only'],
    ['the oldest due date', [debt('a', '2024-06-30', 900), debt('b', '2023-06-30', 1)], 'b', 'oldest_due'],
    ['then the largest sum', [debt('a', '2024-06-30', 1), debt('b', '2024-06-30', 900)], 'b', 'largest_unpaid'],
    ['then the code', [debt('b', '2024-06-30', 5), debt('a', '2024-06-30', 5)], 'a', 'city_order'],
  ];
  for (const [name, debts, subjectId, rule] of table)
    it(name, () => expect(leadingSubject(debts)).to.include({ subjectId, rule }));

  it('asks in the order the city set, and takes its order of subjects', () => {
    const debts = [debt('a', '2020-06-30', 1), debt('b', '2024-06-30', 900)];
    expect(leadingSubject(debts, { rules: ['largest_unpaid'], cityOrder: [] })).to.include({ subjectId: 'b' });
    expect(leadingSubject(debts, { rules: ['city_order'], cityOrder: ['b'] })).to.include({ subjectId: 'b' });
    expect(leadingSubject([])).to.equal(null);
  });

  it('says by what it decided', () => {
    const leader = leadingSubject([debt('a', '2024-06-30', 1), debt('b', '2023-06-30', 1)]);
    expect(leader && leadingSentence(leader)).to.equal(
      '納期限が最も古い科目から架電します(2023-06-30、次は 2024-06-30)。',
    );
  });

  it('never lets a private claim wait for a tax, even where somebody put both into one sharing group', () => {
    const leaders = leadersByGroup([
      debt('tax', '2020-06-30', 9),
      debt('lunch', '2024-06-30', 1, { debtClass: 'private' }),
    ]);
    expect([...leaders.values()].map(({ subjectId, rule }) => [subjectId, rule])).to.deep.equal([
      ['tax', 'only'],
      ['lunch', 'only'],
    ]);
    expect(consolidationGroup(debt('x', '2020-01-01', 1))).to.not.equal(
      consolidationGroup(debt('x', '2020-01-01', 1, { debtClass: 'private' })),
    );
  });

  it('does not depend on the order of the debts', () => {
    const one = fc.record({
      due: fc.constantFrom('2022-06-30', '2023-06-30', '2024-06-30'),
      unpaid: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 6 }), fc.integer(), (list, turn) => {
        const debts = list.map(({ due, unpaid }, n) => debt(`s${n}`, due, unpaid));
        const at = ((turn % debts.length) + debts.length) % debts.length;
        const turned = [...debts.slice(at), ...debts.slice(0, at)].reverse();
        expect(leadingSubject(turned)).to.deep.equal(leadingSubject(debts));
      }),
    );
  });

  it('reads the city’s setting and ignores what it does not understand', () => {
    expect(leadingParameters(null)).to.deep.equal(DEFAULT_LEADING);
    expect(leadingParameters({ rules: ['nonsense'], cityOrder: 'x' })).to.deep.equal(DEFAULT_LEADING);
    expect(leadingParameters({ rules: ['city_order'], cityOrder: ['b', 1] })).to.deep.equal({
      rules: ['city_order'],
      cityOrder: ['b'],
    });
  });
});
