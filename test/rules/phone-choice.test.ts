import { expect } from 'chai';
import fc from 'fast-check';
import { isDiallable } from '../../core/rules/diallable-number.ts';
import { judgePhone, orderPhones, type PhoneContext, type PhoneFacts } from '../../core/rules/phone-choice.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';

const tax: SharingScope = { subjectId: 'tax', debtClass: 'tax', sharingGroup: 'tax' };
const lunch: SharingScope = { subjectId: 'lunch', debtClass: 'private', sharingGroup: 'private' };
const odd: SharingScope = { subjectId: 'odd', debtClass: 'private', sharingGroup: 'tax' };
const now = new Date('2026-11-24T10:00:00+09:00');
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const context: PhoneContext = {
  now,
  subject: tax,
  personShielded: false,
  channel: 'call',
  mobileFirst: true,
  tempOutDays: 7,
};
let serial = 0;
const phone = (changes: Partial<PhoneFacts> = {}): PhoneFacts => {
  serial += 1;
  return {
    id: serial,
    position: serial,
    digits: '09000000001',
    type: 'mobile',
    usable: true,
    gone: false,
    source: tax,
    sharedWith: 0,
    sharedWithShielded: false,
    history: [],
    ...changes,
  };
};
const result = (lineResult: string, changes: Partial<PhoneFacts['history'][number]> = {}) => ({
  at: minutesAgo(30),
  lineResult: lineResult as 'busy',
  confirmed: false,
  whoAnswered: null,
  ...changes,
});

describe('rule: which number', () => {
  for (const [digits, expected] of [
    ['09000000001', true],
    ['08000000001', true],
    ['07000000001', true],
    ['06000000001', true],
    ['05000000001', true],
    ['0220000001', true],
    ['0990000001', true],
    ['0312345678', true],
    ['110', false],
    ['119', false],
    ['118', false],
    ['177', false],
    ['02000000001', false],
    ['0200000001', false],
    ['0120000000', false],
    ['0570000000', false],
    ['0990512345', false],
    ['0180991234', false],
    ['0101234567', true],
    ['00818012345678', false],
    ['0033612345678', false],
    ['818012345678', false],
    ['090000000', false],
    ['', false],
    [null, false],
  ] as const) {
    it(`${digits ?? 'no number'} is ${expected ? '' : 'not '}diallable`, () =>
      expect(isDiallable(digits)).to.equal(expected));
  }

  for (const [name, changes, over, code, automatic, byHand] of [
    ['a plain mobile number', {}, {}, 'ok', true, true],
    ['a number that is gone', { gone: true }, {}, 'gone', false, false],
    ['no number', { digits: null }, {}, 'unusable', false, false],
    ['one marked unusable', { usable: false }, {}, 'unusable', false, false],
    ['emergency', { digits: '119' }, {}, 'not_diallable', false, false],
    ['a workplace', { type: 'work' }, {}, 'work', false, true],
    ['somebody else perhaps', { type: 'other' }, {}, 'third_party', false, true],
    ['tax data for a private claim', {}, { subject: lunch }, 'sharing', false, false],
    ['unknown origin for a private claim', { source: null }, { subject: lunch }, 'sharing', false, false],
    ['tax data for a private claim put into the tax group', {}, { subject: odd }, 'sharing', false, false],
    ['its own data for a private claim', { source: lunch }, { subject: lunch }, 'ok', true, true],
    ['a private claim’s number for tax', { source: lunch }, {}, 'sharing', false, false],
    ['unknown origin for tax', { source: null }, {}, 'ok', true, true],
    ['shared by a shielded person', { sharedWith: 1, sharedWithShielded: true }, {}, 'unusable', false, false],
    ['shared in the household', { sharedWith: 2 }, {}, 'ok', true, true],
    ['shared, of a shielded person', { sharedWith: 1 }, { personShielded: true }, 'not_own', false, false],
    ['own, of a shielded person', {}, { personShielded: true }, 'ok', true, true],
    ['refused', { history: [result('rejected')] }, {}, 'refused', false, false],
    ['fax', { history: [result('fax')] }, {}, 'fax', false, false],
    ['unallocated, as the exchange heard', { history: [result('unallocated')] }, {}, 'doubtful', false, true],
    [
      'unallocated, confirmed by ear',
      { history: [result('unallocated', { confirmed: true })] },
      {},
      'unallocated',
      false,
      false,
    ],
    [
      'a wrong person',
      { history: [result('answered_human', { whoAnswered: 'wrong_person' })] },
      {},
      'wrong',
      false,
      false,
    ],
    ['line fault only', { history: [result('trunk_error'), result('trunk_error')] }, {}, 'ok', true, true],
    ['out of service since an hour', { history: [result('temp_out')] }, {}, 'out', false, true],
    [
      'out of service a week ago',
      { history: [result('temp_out', { at: minutesAgo(7 * 1440) })] },
      {},
      'ok',
      true,
      true,
    ],
    [
      'reached after a refusal',
      { history: [result('answered_human', { whoAnswered: 'principal' }), result('rejected')] },
      {},
      'ok',
      true,
      true,
    ],
    ['landline for a message', { digits: '0220000001' }, { channel: 'sms' }, 'no_sms', false, false],
  ] as [string, Partial<PhoneFacts>, Partial<PhoneContext>, string, boolean, boolean][]) {
    it(`${name}: ${code}`, () => {
      const verdict = judgePhone(phone(changes), { ...context, ...over });
      expect(verdict).to.include({ code, automatic, byHand });
      expect(verdict.reason === null).to.equal(code === 'ok');
    });
  }

  it('says of a number it may not use nothing about the shield', () => {
    const { reason } = judgePhone(phone({ sharedWith: 1, sharedWithShielded: true }), context);
    expect(reason).to.not.match(/支援|保護/);
  });

  it('orders: busy again, reached before, tried less, mobile first, the city’s order', () => {
    const home = phone({ type: 'home' });
    const mobile = phone();
    const second = phone();
    const order = (phones: PhoneFacts[], over: Partial<PhoneContext> = {}) =>
      orderPhones(phones, { ...context, ...over }).map(({ id }) => id);
    expect(order([home, mobile, second])).to.deep.equal([mobile.id, second.id, home.id]);
    expect(order([home, mobile, second], { mobileFirst: false })).to.deep.equal([home.id, mobile.id, second.id]);
    expect(order([home, { ...mobile, history: [result('no_answer')] }, second])).to.deep.equal([
      second.id,
      home.id,
      mobile.id,
    ]);
    const reached = result('answered_human', { whoAnswered: 'household' });
    expect(order([{ ...home, history: [reached] }, mobile])[0]).to.equal(home.id);
    const busy = { ...home, history: [result('busy', { at: minutesAgo(5) })] };
    expect(order([mobile, { ...second, history: [reached] }, busy])[0]).to.equal(busy.id);
  });

  it('never orders a number that may not be dialled automatically, and loses none that may', () => {
    const anyPhone = fc.record({
      id: fc.integer({ min: 1, max: 9 }),
      position: fc.integer({ min: 1, max: 5 }),
      digits: fc.constantFrom('09000000001', '0220000001', '110', null),
      type: fc.constantFrom('home' as const, 'mobile' as const, 'work' as const, 'other' as const),
      usable: fc.boolean(),
      gone: fc.boolean(),
      source: fc.constantFrom(tax, lunch, odd, null),
      sharedWith: fc.integer({ min: 0, max: 2 }),
      sharedWithShielded: fc.boolean(),
      history: fc.array(
        fc.record({
          at: fc.integer({ min: 1, max: 20_000 }).map(minutesAgo),
          lineResult: fc.constantFrom(
            'busy' as const,
            'rejected' as const,
            'unallocated' as const,
            'no_answer' as const,
          ),
          confirmed: fc.boolean(),
          whoAnswered: fc.constantFrom(null, 'wrong_person' as const, 'principal' as const),
        }),
        { maxLength: 4 },
      ),
    });
    fc.assert(
      fc.property(fc.array(anyPhone, { maxLength: 5 }), fc.constantFrom(tax, lunch, odd), (phones, subject) => {
        const ordered = orderPhones(phones, { ...context, subject });
        const allowed = phones.filter((one) => judgePhone(one, { ...context, subject }).automatic);
        // Not as sets: chai sorts those by their text, and a generated record may have no prototype to make one with.
        expect(ordered).to.have.members(allowed);
        for (const { type, source, usable, gone, digits } of ordered) {
          expect(type).to.be.oneOf(['home', 'mobile']);
          expect(usable && !gone && isDiallable(digits)).to.equal(true);
          if (subject.debtClass === 'private') expect(source?.debtClass).to.not.be.oneOf(['tax', undefined]);
        }
      }),
    );
  });

  for (const [title, word, history, code, automatic] of [
    ['a word alone', { status: 'dead', at: minutesAgo(5) }, [], 'unallocated', false],
    ['foreign', { status: 'foreign', at: minutesAgo(5) }, [], 'wrong', false],
    ['refused', { status: 'refused', at: minutesAgo(5) }, [], 'refused', false],
    ['fax', { status: 'fax', at: minutesAgo(5) }, [], 'fax', false],
    [
      'valid after 欠番',
      { status: 'valid', at: minutesAgo(5) },
      [result('unallocated', { confirmed: true })],
      'ok',
      true,
    ],
    [
      'a talk after the word',
      { status: 'dead', at: minutesAgo(60) },
      [result('answered_human', { whoAnswered: 'principal' })],
      'ok',
      true,
    ],
    [
      'a call that decides nothing after the word',
      { status: 'foreign', at: minutesAgo(60) },
      [result('no_answer')],
      'wrong',
      false,
    ],
    [
      'a word of the moment of the call',
      { status: 'foreign', at: minutesAgo(30) },
      [result('answered_human', { whoAnswered: 'principal' })],
      'wrong',
      false,
    ],
  ] as [string, PhoneFacts['word'], PhoneFacts['history'], string, boolean][]) {
    it(`the newest knowledge of a number counts: ${title}`, () => {
      const verdict = judgePhone(phone({ word, history }), context);
      expect([verdict.code, verdict.automatic]).to.deep.equal([code, automatic]);
    });
  }
});
