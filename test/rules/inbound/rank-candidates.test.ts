import { expect } from 'chai';
import { callerKnown, callerNumber } from '../../../core/rules/inbound/caller-number.ts';
import { type Evidence, rankCandidates } from '../../../core/rules/inbound/rank-candidates.ts';

const NOW = new Date('2026-11-20T01:00:00Z');
const ago = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const one = (personId: number, kind: Evidence['kind'], days: number | null): Evidence => ({
  personId,
  kind,
  at: days === null ? null : ago(days),
});

describe('who it may be that calls', () => {
  const cases: [string, Evidence[], number[]][] = [
    ['nothing is known', [], []],
    [
      'whom we called today goes before who merely has the number',
      [one(1, 'has_number', null), one(2, 'we_called', 0.1)],
      [2, 1],
    ],
    [
      'who was spoken with from it goes before whom we tried',
      [one(1, 'we_called', 0.5), one(2, 'they_called', 0.5)],
      [2, 1],
    ],
    [
      'a call of today goes before a conversation of last month',
      [one(1, 'they_called', 29), one(2, 'we_called', 0.2)],
      [2, 1],
    ],
    ['the number in the file goes before an old call', [one(1, 'we_called', 60), one(2, 'has_number', null)], [2, 1]],
    [
      'two reasons go before one',
      [one(1, 'we_called', 0.2), one(2, 'we_called', 0.2), one(2, 'has_number', null)],
      [2, 1],
    ],
    [
      'the household comes last',
      [one(1, 'household', null), one(2, 'role', null), one(3, 'has_number', null)],
      [3, 2, 1],
    ],
    ['among equals the newest contact', [one(1, 'we_called', 0.9), one(2, 'we_called', 0.1)], [2, 1]],
  ];
  for (const [name, evidence, order] of cases)
    it(name, () => expect(rankCandidates(evidence, NOW).map(({ personId }) => personId)).to.deep.equal(order));

  it('says each kind once, the newest of it, strongest first', () => {
    const [first] = rankCandidates([one(1, 'we_called', 5), one(1, 'we_called', 0.5), one(1, 'has_number', null)], NOW);
    expect(first?.why).to.deep.equal([
      { kind: 'we_called', at: ago(0.5) },
      { kind: 'has_number', at: null },
    ]);
  });
});

describe('the number of who calls', () => {
  const cases: [string | null, string, string | null][] = [
    ['', 'withheld', null],
    [null, 'withheld', null],
    ['anonymous', 'withheld', null],
    ['09012345678', 'number', '09012345678'],
    ['0220001100', 'number', '0220001100'],
    ['+819012345678', 'number', '09012345678'],
    ['819012345678', 'number', '09012345678'],
    ['110', 'odd', null],
    ['14155550123', 'odd', null],
    // Shown by somebody who wants to be called back at our cost.
    ['0990512345', 'odd', null],
    ['0570012345', 'odd', null],
    ['00144155501', 'odd', null],
  ];
  for (const [given, kind, digits] of cases)
    it(`${given === null ? 'none' : `"${given}"`} is ${kind}`, () =>
      expect(callerNumber(given)).to.deep.equal({ kind, digits }));

  it('says in words how far it tells who calls', () => {
    expect(callerKnown(callerNumber(''), 0)).to.equal('withheld');
    expect(callerKnown(callerNumber('110'), 0)).to.equal('odd');
    expect([0, 1, 2].map((count) => callerKnown(callerNumber('09012345678'), count))).to.deep.equal([
      'unknown',
      'one',
      'shared',
    ]);
  });
});
