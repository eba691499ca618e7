import { expect } from 'chai';
import fc from 'fast-check';
import type { LineResult, TalkResult } from '../../core/contracts/calls.ts';
import { countAttempts, countLiveContacts, type PastCall } from '../../core/rules/attempt-count.ts';
import { DEFAULT_DIALLING, diallingParameters } from '../../core/rules/dialling-parameters.ts';
import { nextStep, type RedialInput } from '../../core/rules/redial.ts';

const at = (text: string) => new Date(`${text}:00+09:00`);
const now = at('2026-11-24T10:00');
const base: RedialInput = {
  now,
  lineResult: 'no_answer',
  whoAnswered: null,
  talkResult: null,
  callbackAt: null,
  busyInRow: 0,
  noAnswers: 1,
};
const LINES: LineResult[] = [
  'answered_human',
  'answered_machine',
  'no_answer',
  'busy',
  'rejected',
  'unallocated',
  'temp_out',
  'unreachable',
  'fax',
  'trunk_error',
  'cancelled',
  'abandoned',
];
const TALKS: TalkResult[] = [
  'promise',
  'claims_paid',
  'reissue',
  'needs_city',
  'direct_debit',
  'hardship',
  'refuses',
  'disputes',
  'callback',
  'message_left',
  'hung_up',
  'complaint',
  'do_not_call',
  'status_change',
  'id_failed',
];

describe('rule: what happens after a call', () => {
  for (const [name, changes, expected] of [
    ['busy, first to third time', { lineResult: 'busy', busyInRow: 3 }, '2026-11-24T10:05'],
    ['busy, fourth time', { lineResult: 'busy', busyInRow: 4 }, '2026-11-24T11:00'],
    ['no answer', {}, '2026-11-24T11:00'],
    ['no answer again', { noAnswers: 2 }, '2026-11-24T12:00'],
    ['no answer again in the evening', { noAnswers: 2, now: at('2026-11-24T19:00') }, '2026-11-25T08:00'],
    ['machine in the morning', { lineResult: 'answered_machine' }, '2026-11-25T12:00'],
    ['machine in the evening', { lineResult: 'answered_machine', now: at('2026-11-24T18:00') }, '2026-11-25T08:00'],
    ['out of reach', { lineResult: 'unreachable' }, '2026-11-24T13:00'],
    ['rejected: the next number', { lineResult: 'rejected' }, '2026-11-24T10:05'],
    [
      'wrong person: the next number',
      { lineResult: 'answered_human', whoAnswered: 'wrong_person' },
      '2026-11-24T10:05',
    ],
    ['abandoned', { lineResult: 'abandoned' }, '2026-11-24T12:00'],
    ['callback at a time', { talkResult: 'callback', callbackAt: at('2026-11-26T18:30') }, '2026-11-26T18:30'],
    ['promise', { talkResult: 'promise' }, null],
    ['hardship', { talkResult: 'hardship' }, null],
    ['paid, they say', { talkResult: 'claims_paid' }, '2026-12-04T08:00'],
    [
      'a wish not to be called beats a callback',
      { talkResult: 'do_not_call', callbackAt: at('2026-11-26T18:30') },
      null,
    ],
  ] as [string, Partial<RedialInput>, string | null][]) {
    it(name, () => {
      const step = nextStep({ ...base, ...changes }, DEFAULT_DIALLING);
      expect(step.state).to.equal(expected === null ? 'done' : 'waiting');
      expect(step.nextAt?.toISOString() ?? null).to.equal(expected === null ? null : at(expected).toISOString());
    });
  }

  it('decides every combination: done without a time, or waiting for a later one, always with a reason', () => {
    fc.assert(
      fc.property(
        fc.record({
          now: fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
          lineResult: fc.constantFrom(...LINES),
          whoAnswered: fc.constantFrom(null, 'principal' as const, 'wrong_person' as const, 'third_party' as const),
          talkResult: fc.constantFrom(null, ...TALKS),
          callbackAt: fc.constant(null),
          busyInRow: fc.integer({ min: 0, max: 9 }),
          noAnswers: fc.integer({ min: 0, max: 9 }),
        }),
        (input) => {
          const step = nextStep(input, DEFAULT_DIALLING);
          expect(step.reason).to.not.equal('');
          expect(step.state === 'done').to.equal(step.nextAt === null);
          if (step.nextAt) expect(step.nextAt.getTime()).to.be.greaterThan(input.now.getTime());
          expect(step.countsAsAttempt).to.equal(
            input.lineResult !== 'trunk_error' || input.talkResult !== null || input.whoAnswered === 'wrong_person',
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('counts a busy series once, a line fault never, a cancelled call only when it rang', () => {
    const call = (lineResult: LineResult, rang = true, excluded = false): PastCall => ({
      at: now,
      campaignId: null,
      lineResult,
      whoAnswered: null,
      rang,
      excluded,
    });
    const busy = (n: number) => Array.from({ length: n }, () => call('busy'));
    expect(countAttempts(busy(4), 3)).to.equal(1);
    expect(countAttempts(busy(5), 3)).to.equal(2);
    expect(countAttempts([call('trunk_error'), call('no_answer', true, true)], 3)).to.equal(0);
    expect(countAttempts([call('cancelled', false), call('cancelled')], 3)).to.equal(1);
    expect(countAttempts([...busy(1), call('no_answer')], 3)).to.equal(2);
  });

  it('counts as conversation who belongs to the person, and an answered call nobody recorded', () => {
    const human = (whoAnswered: PastCall['whoAnswered']): PastCall => ({
      at: now,
      campaignId: null,
      lineResult: 'answered_human',
      whoAnswered,
      rang: true,
      excluded: false,
    });
    for (const [who, n] of [
      ['principal', 1],
      ['household', 1],
      ['third_party', 1],
      [null, 1],
      ['wrong_person', 0],
      ['nobody', 0],
    ] as const) {
      expect(countLiveContacts([human(who)]), String(who)).to.equal(n);
    }
  });

  it('believes no setting of the wrong kind', () => {
    expect(diallingParameters({ maxAttemptsPerDay: 1, busyRetryMin: '5', corporateOpens: '9時' })).to.include({
      maxAttemptsPerDay: 1,
      busyRetryMin: 5,
      corporateOpens: '09:00',
    });
    for (const nonsense of [null, 'x', 7, [], { maxAttemptsPerDay: null }, { maxAttemptsPerDay: Number.NaN }]) {
      expect(diallingParameters(nonsense)).to.deep.equal(DEFAULT_DIALLING);
    }
  });
});
