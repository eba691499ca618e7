import { expect } from 'chai';
import fc from 'fast-check';
import type { LineResult, TalkResult } from '../../core/contracts/calls.ts';
import { countAttempts, countLiveContacts, type PastCall } from '../../core/rules/attempt-count.ts';
import { nextOpeningInBand, type OpenHours } from '../../core/rules/band-opening.ts';
import { callingBandOf } from '../../core/rules/calling-band.ts';
import { DEFAULT_DIALLING, diallingParameters } from '../../core/rules/dialling-parameters.ts';
import { nextStep, type RedialInput } from '../../core/rules/redial.ts';
import { openCalendar } from './open-calendar.ts';

const at = (text: string) => new Date(`${text.length === 16 ? `${text}:00` : text}+09:00`);
const now = at('2026-11-24T10:00');
const base: RedialInput = {
  now,
  lineResult: 'no_answer',
  dialled: true,
  whoAnswered: null,
  talkResult: null,
  callbackAt: null,
  agentId: null,
  busyInRow: 0,
  ringsInBand: 1,
  triedBands: ['weekday_day'],
  hasMobile: true,
};
const evening = (changes: Partial<RedialInput>): Partial<RedialInput> => ({
  now: at('2026-11-24T18:00'),
  triedBands: ['weekday_day', 'evening'],
  ...changes,
});
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

/** Weekdays 8:30 to 20:00 and Saturdays 9:00 to 17:00, as a city that extended its evenings. */
const hours: OpenHours = {
  windows: [
    { dayKind: 'weekday', opens: '08:30', closes: '20:00', validFrom: '0001-01-01' },
    { dayKind: 'saturday', opens: '09:00', closes: '17:00', validFrom: '0001-01-01' },
  ],
  calendar: openCalendar(),
};
const daysOnly: OpenHours = {
  windows: [{ dayKind: 'weekday', opens: '08:30', closes: '17:00', validFrom: '0001-01-01' }],
  calendar: openCalendar(),
};

describe('rule: what happens after a call', () => {
  // Tuesday, 24 November 2026, 10:00
  for (const [name, changes, expected] of [
    ['busy, first to third time', { lineResult: 'busy', busyInRow: 3 }, '2026-11-24T10:05'],
    ['busy, fourth time', { lineResult: 'busy', busyInRow: 4 }, '2026-11-24T11:00'],
    ['no answer: the evening is missing', {}, '2026-11-24T17:00'],
    [
      'no answer in the evening: covered, so the band never tried',
      evening({ triedBands: ['weekday_day', 'evening'] }),
      '2026-11-28T09:00',
    ],
    ['no answer in the evening first: the day is missing', evening({ triedBands: ['evening'] }), '2026-11-25T08:30'],
    [
      'no answer on a Saturday first: the day is missing',
      { now: at('2026-11-28T10:00'), triedBands: ['weekend'] },
      '2026-11-30T08:30',
    ],
    [
      'no answer late in the evening: not before an hour has passed',
      evening({ now: at('2026-11-24T19:30') }),
      '2026-11-28T09:00',
    ],
    ['no answer, and nothing but office hours: the afternoon of another day', {}, '2026-11-25T12:00', daysOnly],
    ['machine: another band, not today', { lineResult: 'answered_machine' }, '2026-11-25T17:00'],
    ['out of reach', { lineResult: 'unreachable' }, '2026-11-24T13:00'],
    ['rejected: the next number', { lineResult: 'rejected' }, '2026-11-24T10:05'],
    ['fax: the next number', { lineResult: 'fax' }, '2026-11-24T10:05'],
    ['not in use: the next number', { lineResult: 'unallocated' }, '2026-11-24T10:05'],
    ['out of service: the next number', { lineResult: 'temp_out' }, '2026-11-24T10:05'],
    [
      'wrong person: the next number',
      { lineResult: 'answered_human', whoAnswered: 'wrong_person' },
      '2026-11-24T10:05',
    ],
    ['abandoned: another band, and a person looks first', { lineResult: 'abandoned' }, '2026-11-24T17:00'],
    ['cut: another band', { lineResult: 'cancelled', triedBands: [] }, '2026-11-24T17:00'],
    ['over before the dial: at once', { lineResult: 'cancelled', dialled: false }, '2026-11-24T10:00:30'],
    ['callback at a time', { talkResult: 'callback', callbackAt: at('2026-11-26T18:30') }, '2026-11-26T18:30'],
    ['callback without a time', { talkResult: 'callback' }, '2026-11-25T17:00'],
    ['promise', { talkResult: 'promise' }, null],
    ['hardship', { talkResult: 'hardship' }, null],
    ['paid, they say', { talkResult: 'claims_paid' }, '2026-12-04T08:00'],
    [
      'a wish not to be called beats a callback',
      { talkResult: 'do_not_call', callbackAt: at('2026-11-26T18:30') },
      null,
    ],
  ] as [string, Partial<RedialInput>, string | null, OpenHours?][]) {
    it(name, () => {
      const within = name.includes('office hours') ? daysOnly : hours;
      const step = nextStep({ ...base, ...changes }, DEFAULT_DIALLING, within);
      expect(step.state).to.equal(expected === null ? 'done' : 'waiting');
      expect(step.nextAt?.toISOString() ?? null).to.equal(expected === null ? null : at(expected).toISOString());
    });
  }

  it('tries again after an hour where the city allows two in a band, while the band is open', () => {
    const two = { ...DEFAULT_DIALLING, maxAttemptsPerBand: 2 };
    expect(nextStep(base, two, hours).nextAt).to.deep.equal(at('2026-11-24T11:00'));
    expect(nextStep({ ...base, ringsInBand: 2 }, two, hours).nextAt).to.deep.equal(at('2026-11-24T17:00'));
    expect(nextStep({ ...base, now: at('2026-11-24T16:30') }, two, hours).nextAt).to.deep.equal(at('2026-11-24T17:30'));
  });

  it('says number, channel, owner and mode of the next try', () => {
    const step = (changes: Partial<RedialInput>) => nextStep({ ...base, ...changes }, DEFAULT_DIALLING, hours);
    expect(step({ lineResult: 'busy', busyInRow: 1 })).to.include({ number: 'same', channel: 'call' });
    expect(step({ lineResult: 'trunk_error' })).to.include({ number: 'same', countsAsAttempt: false });
    expect(step({ lineResult: 'unallocated' })).to.include({ number: 'next' });
    expect(step({ lineResult: 'abandoned' })).to.include({ mode: 'preview' });
    expect(step({ talkResult: 'hardship' })).to.include({ channel: 'hand_over' });
    const all: RedialInput['triedBands'] = ['weekday_day', 'evening', 'weekend'];
    expect(step({ triedBands: all })).to.include({ channel: 'sms', code: 'bands_exhausted' });
    expect(step({ triedBands: all, hasMobile: false })).to.include({ channel: 'letter' });
    expect(step({ triedBands: ['weekday_day', 'weekday_day', 'evening'] })).to.include({ channel: 'call' });
    const callback = step({ talkResult: 'callback', callbackAt: at('2026-11-26T18:30'), agentId: 'a' });
    expect(callback.owner).to.deep.equal({ agentId: 'a', until: at('2026-11-26T18:45') });
  });

  it('decides every combination: done without a time, or waiting for a later one, always with a reason', () => {
    const band = fc.constantFrom('weekday_day' as const, 'evening' as const, 'weekend' as const);
    fc.assert(
      fc.property(
        fc.record({
          now: fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
          lineResult: fc.constantFrom(...LINES),
          dialled: fc.boolean(),
          whoAnswered: fc.constantFrom(null, 'principal' as const, 'wrong_person' as const, 'third_party' as const),
          talkResult: fc.constantFrom(null, ...TALKS),
          callbackAt: fc.constant(null),
          agentId: fc.constant(null),
          busyInRow: fc.integer({ min: 0, max: 9 }),
          ringsInBand: fc.integer({ min: 0, max: 9 }),
          triedBands: fc.array(band, { maxLength: 4 }),
          hasMobile: fc.boolean(),
        }),
        (input) => {
          const step = nextStep(input, DEFAULT_DIALLING, hours);
          expect(step.reason).to.not.equal('');
          expect(step.state === 'done').to.equal(step.nextAt === null);
          if (step.nextAt && step.channel === 'call')
            expect(step.nextAt.getTime()).to.be.greaterThan(input.now.getTime());
          const nobodyRung = input.lineResult === 'cancelled' && !input.dialled;
          expect(step.countsAsAttempt).to.equal(
            (input.lineResult !== 'trunk_error' && !nobodyRung) ||
              input.talkResult !== null ||
              input.whoAnswered === 'wrong_person',
          );
          // What waits for a band waits for a moment in which that band is open.
          if (step.nextAt && step.band) {
            expect(nextOpeningInBand(step.nextAt, [step.band], hours)?.at).to.deep.equal(step.nextAt);
            expect(callingBandOf(step.nextAt, hours.calendar.isHoliday)).to.equal(step.band);
          }
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
    const count = (...newestFirst: PastCall[]) => countAttempts(newestFirst, 3);
    expect(count(...busy(2))).to.deep.equal({ finished: 0, open: true });
    expect(count(...busy(4))).to.deep.equal({ finished: 1, open: false });
    expect(count(...busy(5))).to.deep.equal({ finished: 1, open: true });
    expect(count(call('no_answer'), ...busy(2))).to.deep.equal({ finished: 1, open: false });
    expect(count(...busy(1), call('no_answer'))).to.deep.equal({ finished: 1, open: true });
    expect(count(call('no_answer'), ...busy(4))).to.deep.equal({ finished: 2, open: false });
    expect(count(call('trunk_error'), call('no_answer', true, true))).to.deep.equal({ finished: 0, open: false });
    expect(count(call('cancelled', false), call('cancelled')).finished).to.equal(1);
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
