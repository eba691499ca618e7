import { expect } from 'chai';
import { TALK_WITH } from '../../../core/rules/result-entry/combinations.ts';
import type { EntryFacts, ResultEntry } from '../../../core/rules/result-entry/entry.ts';
import { refuseResult } from '../../../core/rules/result-entry/refuse.ts';
import { talkResultLabel } from '../../../core/rules/result-labels.ts';
import type { TalkResult, WhoAnswered } from '../../../core/rules/vocabulary.ts';
import { NOW_MS } from './entry-support.ts';

const answered: EntryFacts = { answered: true, inbound: false, identityPassed: false, hasNumber: true };
const proven: EntryFacts = { ...answered, identityPassed: true };
const unanswered: EntryFacts = { ...answered, answered: false };
const inbound: EntryFacts = { ...answered, inbound: true, hasNumber: false };
const nobodyKnown: EntryFacts = { ...inbound, unknownCaller: true };
const hidden: EntryFacts = { ...nobodyKnown, withheld: true };
const LATER = '2026-11-21T01:00:00Z';
const talk = (
  whoAnswered: WhoAnswered,
  talkResult: TalkResult | null,
  more: Partial<ResultEntry> = {},
): ResultEntry => ({
  whoAnswered,
  lineResult: 'answered_human',
  talkResult,
  callbackAt: null,
  note: '',
  ...more,
});
const line = (lineResult: ResultEntry['lineResult'], more: Partial<ResultEntry> = {}): ResultEntry =>
  talk('nobody', null, { lineResult, ...more });
const promise = { on: '2026-11-30', amount: null, method: 'convenience', reissue: false } as const;
const wish = [
  { on: '2026-11-30', amount: 5_000 },
  { on: '2026-12-30', amount: 5_000 },
];
const refused = (entry: ResultEntry, facts: EntryFacts) =>
  refuseResult(entry, facts, new Date(NOW_MS))?.code ?? 'taken';

describe('which results cannot be true', () => {
  const table: [string, ResultEntry, EntryFacts, string][] = [
    ['a voicemail', line('answered_machine'), answered, 'taken'],
    ['an announcement after the answer', line('unallocated'), answered, 'taken'],
    ['nobody on a line that was answered by a person', line('answered_human'), answered, 'line/nobody'],
    ['no answer, of an answered call', line('no_answer'), answered, 'line/impossible'],
    ['busy, of an answered call', line('busy'), answered, 'line/impossible'],
    ['cancelled, of an answered call', line('cancelled'), answered, 'line/impossible'],
    ['abandoned, which telephony alone says', line('abandoned'), answered, 'line/impossible'],
    ['abandoned, unanswered', line('abandoned'), unanswered, 'line/impossible'],
    ['busy', line('busy'), unanswered, 'taken'],
    [
      'a person on a call nobody answered',
      talk('principal', 'refuses', { reason: 'refusal' }),
      unanswered,
      'line/never-answered',
    ],
    ['picked up and put down', talk('nobody', 'hung_up'), answered, 'taken'],
    ['picked up and put down, never answered', talk('nobody', 'hung_up'), unanswered, 'line/never-answered'],
    ['a person over a busy line', talk('principal', 'hung_up', { lineResult: 'busy' }), answered, 'line/with-person'],
    [
      'a machine that hangs up',
      talk('nobody', 'hung_up', { lineResult: 'answered_machine' }),
      answered,
      'line/with-person',
    ],
    ['a line result of a call from outside', line('no_answer'), inbound, 'line/impossible'],
    [
      'a talk result without who',
      talk('nobody', 'refuses', { lineResult: 'answered_machine', reason: 'refusal' }),
      answered,
      'talk/nobody',
    ],
    ['the person and no content', talk('principal', null), answered, 'talk/missing'],
    ['a family member and no content', talk('household', null), answered, 'talk/missing'],
    ['a third party and no content', talk('third_party', null), answered, 'talk/missing'],
    ['a wrong number and no content', talk('wrong_person', null), answered, 'taken'],
    ['a promise by a third party', talk('third_party', 'promise', { promise }), proven, 'talk/third-party'],
    ['a promise by a stranger', talk('wrong_person', 'promise', { promise }), proven, 'talk/wrong-person'],
    ['a promise before the identity check', talk('principal', 'promise', { promise }), answered, 'talk/identity'],
    [
      'a promise of a representative before the check',
      talk('representative', 'promise', { promise }),
      answered,
      'talk/identity',
    ],
    ['a promise after the check', talk('principal', 'promise', { promise }), proven, 'taken'],
    ['a promise by a family member', talk('household', 'promise', { promise }), answered, 'taken'],
    ['a promise without a date', talk('principal', 'promise'), proven, 'promise/missing'],
    [
      'a promise for yesterday',
      talk('principal', 'promise', { promise: { ...promise, on: '2026-11-19' } }),
      proven,
      'promise/past',
    ],
    [
      'a promise for today',
      talk('principal', 'promise', { promise: { ...promise, on: '2026-11-20' } }),
      proven,
      'taken',
    ],
    [
      'a promise of nothing',
      talk('principal', 'promise', { promise: { ...promise, amount: 0 } }),
      proven,
      'promise/amount',
    ],
    [
      'a promise of half a yen',
      talk('principal', 'promise', { promise: { ...promise, amount: 0.5 } }),
      proven,
      'promise/amount',
    ],
    ['a date without a promise', talk('principal', 'direct_debit', { promise }), proven, 'promise/without-talk'],
    ['more dates in a promise', talk('principal', 'promise', { promise, wishes: wish }), proven, 'wishes/without-talk'],
    [
      'more dates as a request',
      talk('principal', 'needs_city', { reason: 'instalment', wishes: wish }),
      proven,
      'taken',
    ],
    [
      'one date as a request',
      talk('principal', 'needs_city', { reason: 'instalment', wishes: wish.slice(1) }),
      proven,
      'wishes/dates',
    ],
    [
      'dates with a postponement',
      talk('principal', 'needs_city', { reason: 'deferral', wishes: wish }),
      proven,
      'wishes/without-talk',
    ],
    ['a message for the person with the person', talk('principal', 'message_left'), answered, 'talk/principal'],
    ['a failed check that passed', talk('principal', 'id_failed'), proven, 'talk/identity-passed'],
    ['a failed check', talk('principal', 'id_failed'), answered, 'taken'],
    ['a stranger who wants no call', talk('wrong_person', 'do_not_call'), answered, 'talk/wrong-person'],
    ['a colleague who wants no call', talk('third_party', 'do_not_call'), answered, 'talk/third-party'],
    ['a call-back without a time', talk('household', 'callback'), answered, 'callback/missing'],
    [
      'a call-back an hour ago',
      talk('household', 'callback', { callbackAt: '2026-11-20T00:00:00Z' }),
      answered,
      'callback/past',
    ],
    [
      'a time without a call-back',
      talk('household', 'message_left', { callbackAt: '2026-11-20T09:00:00Z' }),
      answered,
      'callback/without-talk',
    ],
    [
      'paid tomorrow',
      talk('principal', 'claims_paid', { claimsPaid: { on: '2026-11-21', where: null } }),
      answered,
      'paid/future',
    ],
    [
      'paid, and nothing said of it',
      talk('principal', 'refuses', { reason: 'refusal', claimsPaid: { on: null, where: 'bank' } }),
      answered,
      'paid/without-talk',
    ],
    ['a hand-over without a reason', talk('principal', 'hardship'), answered, 'reason/missing'],
    [
      'a hand-over with the reason of another',
      talk('principal', 'hardship', { reason: 'death' }),
      answered,
      'reason/other',
    ],
    [
      'a reason without a hand-over',
      talk('principal', 'reissue', { reason: 'other' }),
      answered,
      'reason/without-talk',
    ],
    [
      'a complaint about nothing',
      talk('principal', 'complaint', { reason: 'complaint', note: ' ' }),
      answered,
      'note/complaint',
    ],
    ['a complaint', talk('wrong_person', 'complaint', { reason: 'complaint', note: '深夜の架電' }), answered, 'taken'],
    [
      'the person on a dead number',
      talk('principal', 'reissue', { phoneStatus: 'dead' }),
      answered,
      'number/contradiction',
    ],
    [
      'the person on a stranger’s number',
      talk('principal', 'reissue', { phoneStatus: 'foreign' }),
      answered,
      'number/contradiction',
    ],
    [
      'a stranger on the person’s number',
      talk('wrong_person', null, { phoneStatus: 'valid' }),
      answered,
      'number/contradiction',
    ],
    ['a status without a number', talk('principal', 'reissue', { phoneStatus: 'valid' }), inbound, 'number/none'],
    [
      'a class of our own call',
      talk('principal', 'reissue', { inboundClass: 'reissue' }),
      answered,
      'inbound/outbound',
    ],
    ['what made them call', talk('principal', 'reissue', { causeKind: 'sms' }), inbound, 'taken'],
    ['what made us call', talk('principal', 'reissue', { causeKind: 'sms' }), answered, 'cause/outbound'],
    [
      'a complaint of nobody known',
      talk('third_party', 'complaint', { reason: 'complaint', note: '何度も' }),
      hidden,
      'taken',
    ],
    ['a death, by nobody known', talk('household', 'status_change', { reason: 'death' }), hidden, 'taken'],
    ['no more calls, by nobody known', talk('third_party', 'do_not_call'), nobodyKnown, 'taken'],
    ['no more calls, by a stranger on their number', talk('wrong_person', 'do_not_call'), nobodyKnown, 'taken'],
    ['no more calls, on a hidden number', talk('principal', 'do_not_call'), hidden, 'stop/withheld'],
    [
      'no more calls, on a person’s number by a third party',
      talk('third_party', 'do_not_call'),
      inbound,
      'talk/third-party',
    ],
    ['a call back for nobody known', talk('household', 'callback', { callbackAt: LATER }), nobodyKnown, 'taken'],
    [
      'a call back to a hidden number',
      talk('household', 'callback', { callbackAt: LATER }),
      hidden,
      'callback/withheld',
    ],
    ['a promise of nobody known', talk('household', 'promise', { promise }), nobodyKnown, 'talk/nobody-chosen'],
    ['a slip for nobody known', talk('household', 'reissue'), nobodyKnown, 'talk/nobody-chosen'],
    [
      'dates of nobody known',
      talk('household', 'needs_city', { reason: 'instalment', wishes: wish }),
      nobodyKnown,
      'wishes/nobody',
    ],
    ['a class of a citizen’s call', talk('principal', 'reissue', { inboundClass: 'reissue' }), inbound, 'taken'],
    ['a name of nobody', line('answered_machine', { speakerName: '健一' }), answered, 'speaker/nobody'],
    [
      'an empty label',
      talk('principal', 'reissue', { labels: [{ colour: 'red', text: ' ' }] }),
      answered,
      'label/text',
    ],
    [
      'six labels',
      talk('principal', 'reissue', { labels: Array.from({ length: 6 }, () => ({ colour: 'red', text: 'x' })) }),
      answered,
      'label/many',
    ],
    ['a novel', talk('principal', 'reissue', { note: 'あ'.repeat(501) }), answered, 'note/long'],
  ];
  for (const [what, entry, facts, code] of table) {
    it(`${what}: ${code}`, () => expect(refused(entry, facts)).to.equal(code));
  }

  it('decides every who × talk, by one table', () => {
    const never: Record<string, readonly string[]> = {
      principal: ['message_left'],
      household: [],
      representative: [],
      third_party: [
        'promise',
        'claims_paid',
        'reissue',
        'needs_city',
        'direct_debit',
        'hardship',
        'refuses',
        'disputes',
        'do_not_call',
      ],
      wrong_person: Object.keys(talkResultLabel).filter((one) => one !== 'hung_up' && one !== 'complaint'),
      nobody: Object.keys(talkResultLabel).filter((one) => one !== 'hung_up'),
    };
    for (const [who, talks] of Object.entries(TALK_WITH)) {
      const rest = Object.keys(talkResultLabel).filter((one) => !(talks as readonly string[]).includes(one));
      expect(rest.sort(), who).to.deep.equal([...(never[who] ?? [])].sort());
    }
  });
});
