import { expect } from 'chai';
import fc from 'fast-check';
import type { PastCall } from '../../core/rules/attempt-count.ts';
import { DEFAULT_DIALLING } from '../../core/rules/dialling-parameters.ts';
import { DEFAULT_LEADING } from '../../core/rules/leading-subject.ts';
import { type CampaignFacts, mayCall, type PersonFacts } from '../../core/rules/may-call.ts';
import { isNationalHoliday } from '../../core/rules/national-holidays.ts';
import type { PhoneFacts } from '../../core/rules/phone-choice.ts';
import { DEFAULT_STOP_POLICY } from '../../core/rules/stop-policy.ts';
import { openCalendar } from './open-calendar.ts';

const tax = { subjectId: 'tax', debtClass: 'tax', sharingGroup: 'tax' } as const;
const lunch = { subjectId: 'lunch', debtClass: 'private', sharingGroup: 'private' } as const;
const NOV = Date.parse('2026-11-01T00:00:00+09:00');
const anyTime = fc
  .tuple(fc.integer({ min: 0, max: 44 }), fc.integer({ min: 7 * 60, max: 22 * 60 }))
  .map(([day, minutes]) => new Date(NOV + (day * 1_440 + minutes) * 60_000));
/** Mostly the first. */
const mostly = <T>(usual: T, ...others: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(usual, ...others) });
const minutesOfDay = (at: Date) => ((at.getTime() + 9 * 3_600_000) % 86_400_000) / 60_000;
const dayOf = (at: Date) => new Date(at.getTime() + 9 * 3_600_000).toISOString().slice(0, 10);
const bandOf = (at: Date) => {
  const weekday = new Date(`${dayOf(at)}T00:00:00Z`).getUTCDay();
  if (weekday % 6 === 0 || isNationalHoliday(dayOf(at))) return 'weekend';
  return minutesOfDay(at) < 17 * 60 ? 'day' : 'evening';
};

const anyPhone: fc.Arbitrary<PhoneFacts> = fc.record({
  id: fc.integer({ min: 1, max: 5 }),
  position: fc.integer({ min: 1, max: 5 }),
  digits: mostly<string | null>('09000000001', '0220000002', '110', null),
  type: fc.constantFrom<PhoneFacts['type'][]>('home', 'mobile', 'mobile', 'work', 'other'),
  usable: mostly(true, false),
  gone: mostly(false, true),
  source: fc.constantFrom(tax, lunch, null),
  sharedWith: fc.constantFrom(0, 0, 1),
  sharedWithShielded: mostly(false, true),
  history: fc.constant([]),
});
const anyCall = (now: Date): fc.Arbitrary<PastCall> =>
  fc.record({
    at: fc.integer({ min: 1, max: 10 * 24 * 60 }).map((ago) => new Date(now.getTime() - ago * 60_000)),
    campaignId: fc.constantFrom('c1', 'c2', null),
    lineResult: fc.constantFrom('no_answer', 'busy', 'trunk_error', 'answered_human', 'unallocated', 'cancelled'),
    whoAnswered: fc.constantFrom(null, 'principal', 'wrong_person'),
    rang: fc.boolean(),
    excluded: fc.constant(false),
  });
const newestFirst = (calls: PastCall[]) => [...calls].sort((a, b) => b.at.getTime() - a.at.getTime());

const anyCase = anyTime.chain((now) =>
  fc.record({
    now: fc.constant(now),
    subject: fc.constantFrom(tax, lunch),
    privileged: fc.boolean(),
    agentPrivileged: fc.boolean(),
    shielded: fc.constantFrom(false, false, true),
    deceased: mostly(false, true),
    stopRequested: mostly(false, true),
    leftList: mostly(false, true),
    stops: mostly<('no_call' | 'no_sms' | 'lawyer' | 'grace')[]>([], ['no_call'], ['no_sms'], ['lawyer'], ['grace']),
    unpaid: mostly(5_000, 0),
    disposition: mostly<string | null>(null, '分納', '差押'),
    phones: fc.array(anyPhone, { minLength: 1, maxLength: 3 }),
    calls: fc.array(anyCall(now), { maxLength: 4 }).map(newestFirst),
    partyCalls: fc.array(anyCall(now), { maxLength: 1 }),
    messages: fc.array(
      fc.integer({ min: 1, max: 2_000 }).map((ago) => new Date(now.getTime() - ago * 60_000)),
      { maxLength: 2 },
    ),
    callbackDue: fc.constantFrom(false, false, true),
    held: mostly(false, true),
    hold: mostly(false, true),
    channel: fc.constantFrom<'call' | 'sms'>('call', 'sms'),
  }),
);

type Case = typeof anyCase extends fc.Arbitrary<infer T> ? T : never;

function factsOf(one: Case): [CampaignFacts, PersonFacts] {
  const party = { personId: 1, householdId: 1, shielded: one.shielded, numbers: ['09000000001'] };
  return [
    {
      now: one.now,
      channel: one.channel,
      campaignId: 'c1',
      running: true,
      privileged: one.privileged,
      subject: { ...one.subject, active: true, centreId: null },
      windows: [
        { dayKind: 'weekday', opens: '08:30', closes: '21:00', validFrom: '0001-01-01' },
        { dayKind: 'saturday', opens: '08:00', closes: '21:00', validFrom: '0001-01-01' },
      ],
      calendar: openCalendar(isNationalHoliday),
      hold: one.hold ? { kind: 'clock_jump' } : null,
      ringSec: 25,
      clockSimulated: true,
      trunks: [{ name: 'sim', kind: 'simulator', freeChannels: 1 }],
      agent: { privileged: one.agentPrivileged, subjectScope: null, centreScope: null },
      parameters: DEFAULT_DIALLING,
      stops: DEFAULT_STOP_POLICY,
      leading: DEFAULT_LEADING,
    },
    {
      targetId: 1,
      party,
      corporate: false,
      deceased: one.deceased,
      stopFlags: one.stops.map((kind) => ({ kind, fromOn: '2026-01-01', toOn: null })),
      stopRequested: one.stopRequested,
      leftList: one.leftList,
      items: [{ unpaid: one.unpaid, dueDate: '2026-06-30', disposition: one.disposition }],
      siblings: [],
      phones: one.phones,
      calls: one.calls,
      partyCalls: one.partyCalls.filter(({ at }) => dayOf(at) === dayOf(one.now)),
      messages: one.messages,
      preferredPhoneId: null,
      callbackDue: one.callbackDue,
      held: one.held ? [{ personId: 2, householdId: 1, shielded: false, numbers: ['09000000001'] }] : [],
    },
  ];
}

const disturbing = ({ lineResult, rang }: PastCall) =>
  lineResult === 'no_answer' || lineResult === 'answered_human' || (lineResult === 'cancelled' && rang);

describe('rule: whatever the facts, a yes means', () => {
  const whenYes = (check: (one: Case, phone: PhoneFacts) => void) => {
    let yes = 0;
    fc.assert(
      fc.property(anyCase, (one) => {
        const verdict = mayCall(...factsOf(one));
        if (!verdict.ok) return;
        yes += 1;
        check(one, verdict.phone);
      }),
      { numRuns: 4_000 },
    );
    expect(yes, 'a rule that never says yes proves nothing').to.be.greaterThan(100);
  };

  it('a moment inside window and guard, with nothing held back by a person’s word', () =>
    whenYes(({ now, hold }) => {
      const minutes = minutesOfDay(now);
      const weekday = new Date(`${dayOf(now)}T00:00:00Z`).getUTCDay();
      expect(minutes).to.be.within(8 * 60, 21 * 60 - 1);
      expect(weekday, 'Sunday').to.not.equal(0);
      expect(isNationalHoliday(dayOf(now)), 'holiday').to.equal(false);
      expect(hold).to.equal(false);
    }));

  it('a person who lives, owes, and was neither stopped nor asked to be left alone', () =>
    whenYes(({ deceased, unpaid, disposition, stops, stopRequested, leftList, channel }) => {
      expect({ deceased, stopRequested, leftList }).to.deep.equal({
        deceased: false,
        stopRequested: false,
        leftList: false,
      });
      expect(unpaid).to.be.greaterThan(0);
      expect(disposition).to.not.equal('差押');
      const otherChannel = channel === 'call' ? 'no_sms' : 'no_call';
      expect(stops.filter((kind) => kind !== otherChannel)).to.deep.equal([]);
    }));

  it('a shielded person only in the named queue, by a named agent, on a number that is nobody else’s', () =>
    whenYes(({ shielded, privileged, agentPrivileged }, phone) => {
      if (privileged) expect(agentPrivileged).to.equal(true);
      if (shielded) expect({ privileged, shared: phone.sharedWith }).to.deep.equal({ privileged: true, shared: 0 });
      else expect(phone.sharedWithShielded).to.equal(false);
    }));

  it('a subscriber’s own number, known, in use, and for a private claim none from tax data', () =>
    whenYes(({ subject, channel }, { digits, type, usable, gone, source }) => {
      expect(digits).to.match(channel === 'sms' ? /^0[6-9]0\d{8}$/ : /^0\d{9,10}$/);
      expect(type === 'home' || type === 'mobile').to.equal(true);
      expect({ usable, gone }).to.deep.equal({ usable: true, gone: false });
      if (subject.debtClass === 'private') expect(source?.subjectId).to.equal('lunch');
    }));

  it('no cap is passed, and nobody of the party is being spoken to', () =>
    whenYes(({ now, calls, partyCalls, messages, callbackDue, held }) => {
      expect(held).to.equal(false);
      const today = calls.filter(({ at }) => dayOf(at) === dayOf(now));
      const disturbed = today.filter(disturbing).length + messages.filter((at) => dayOf(at) === dayOf(now)).length;
      expect(disturbed, 'the third of the day').to.be.below(2);
      expect(calls.filter(({ campaignId }) => campaignId === 'c1').filter(disturbing).length).to.be.below(6);
      if (callbackDue) return;
      const before = [...today, ...partyCalls.filter(({ at }) => dayOf(at) === dayOf(now))];
      expect(
        before.filter(disturbing).filter(({ at }) => bandOf(at) === bandOf(now)),
        'the second of the band',
      ).to.deep.equal([]);
    }));
});
