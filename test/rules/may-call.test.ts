import { expect } from 'chai';
import fc from 'fast-check';
import type { PastCall } from '../../core/rules/attempt-count.ts';
import { sameParty } from '../../core/rules/consolidation.ts';
import { DEFAULT_DIALLING } from '../../core/rules/dialling-parameters.ts';
import { DEFAULT_LEADING } from '../../core/rules/leading-subject.ts';
import type { Sibling } from '../../core/rules/led-by.ts';
import { type CampaignFacts, mayCall, mayEverCall, type PersonFacts } from '../../core/rules/may-call.ts';
import type { PhoneFacts } from '../../core/rules/phone-choice.ts';
import { DEFAULT_STOP_POLICY, stopPolicy } from '../../core/rules/stop-policy.ts';
import { openCalendar } from './open-calendar.ts';

const at = (text: string) => new Date(`${text}:00+09:00`);
const tax = { subjectId: 'tax', debtClass: 'tax', sharingGroup: 'tax' } as const;
const mobile: PhoneFacts = {
  id: 1,
  position: 1,
  digits: '09000000001',
  type: 'mobile',
  usable: true,
  gone: false,
  source: tax,
  sharedWith: 0,
  sharedWithShielded: false,
  history: [],
};
const campaign = (changes: Partial<CampaignFacts> = {}): CampaignFacts => ({
  now: at('2026-11-24T10:00'),
  channel: 'call',
  campaignId: 'c1',
  running: true,
  privileged: false,
  subject: { ...tax, active: true, centreId: null },
  windows: [{ dayKind: 'weekday', opens: '08:30', closes: '20:00', validFrom: '0001-01-01' }],
  calendar: openCalendar(),
  hold: null,
  ringSec: 25,
  clockSimulated: true,
  trunks: [{ name: 'sim', kind: 'simulator', freeChannels: 2 }],
  agent: { privileged: false, subjectScope: null, centreScope: null },
  parameters: DEFAULT_DIALLING,
  stops: DEFAULT_STOP_POLICY,
  leading: DEFAULT_LEADING,
  ...changes,
});
const person = (changes: Partial<PersonFacts> = {}): PersonFacts => ({
  targetId: 10,
  siblings: [],
  partyCalls: [],
  messages: [],
  preferredPhoneId: null,
  party: { personId: 1, householdId: 1, shielded: false, numbers: ['09000000001'] },
  corporate: false,
  deceased: false,
  stopFlags: [],
  stopRequested: false,
  leftList: false,
  items: [{ unpaid: 1_000, dueDate: '2026-06-30', disposition: null }],
  phones: [mobile],
  calls: [],
  callbackDue: false,
  held: [],
  ...changes,
});
const call = (time: string, lineResult: PastCall['lineResult'], changes: Partial<PastCall> = {}): PastCall => ({
  at: at(time),
  campaignId: 'c1',
  lineResult,
  whoAnswered: null,
  rang: true,
  excluded: false,
  ...changes,
});
const shieldedParty = { personId: 1, householdId: 1, shielded: true, numbers: ['09000000001'] };
const flag = (kind: string, toOn: string | null = null) => ({ kind: kind as 'grace', fromOn: '2026-11-01', toOn });

const twoABand = { ...DEFAULT_DIALLING, maxAttemptsPerBand: 2 };
/** An older debt on 国保, whose line is open. */
const sibling = (changes: Partial<Sibling> = {}): Sibling => ({
  targetId: 20,
  subject: { subjectId: 'health', debtClass: 'compulsory_public', sharingGroup: 'tax' },
  subjectName: '国保',
  items: [{ unpaid: 500, dueDate: '2025-06-30', disposition: null }],
  state: 'queued',
  byCall: true,
  nextAt: null,
  opensAt: at('2026-11-24T10:00'),
  closesAt: at('2026-11-24T17:00'),
  staffedAt: at('2026-11-24T10:00'),
  ...changes,
});

describe('rule: the gate', () => {
  it('says yes with the number and why', () => {
    const verdict = mayCall(campaign(), person());
    expect(verdict).to.deep.include({ ok: true, phone: mobile });
  });

  for (const [name, over, facts, code, effect] of [
    ['before the guard', { now: at('2026-11-24T07:30') }, {}, 'hard_guard', 'campaign'],
    ['outside the window', { now: at('2026-11-24T20:30') }, {}, 'calling_window', 'campaign'],
    [
      'held, whatever the hour the clock says',
      { hold: { kind: 'clock_jump' }, now: at('2026-11-24T22:00') },
      {},
      'dialling_hold',
      'campaign',
    ],
    ['held', { hold: { kind: 'clock_jump' } }, {}, 'dialling_hold', 'campaign'],
    ['paused', { running: false }, {}, 'campaign_stopped', 'campaign'],
    ['subject not in use', { subject: { ...tax, active: false, centreId: null } }, {}, 'subject_inactive', 'campaign'],
    [
      'simulated clock, real trunk',
      { trunks: [{ name: 'ntt', kind: 'sip', freeChannels: 2 }] },
      {},
      'clock_simulated',
      'campaign',
    ],
    ['no trunk', { trunks: [] }, {}, 'no_trunk', 'campaign'],
    ['trunk full', { trunks: [{ name: 'sim', kind: 'simulator', freeChannels: 0 }] }, {}, 'trunk_full', 'campaign'],
    [
      'not my subject',
      { agent: { privileged: false, subjectScope: ['health'], centreScope: null } },
      {},
      'out_of_scope',
      'campaign',
    ],
    ['privileged queue', { privileged: true }, {}, 'privileged_only', 'campaign'],
    ['deceased', {}, { deceased: true }, 'deceased', 'withdraw'],
    ['shielded', {}, { party: shieldedParty }, 'shielded', 'withdraw'],
    [
      'shielded, privileged agent in an ordinary queue',
      { agent: { privileged: true, subjectScope: null, centreScope: null } },
      { party: shieldedParty },
      'shielded',
      'withdraw',
    ],
    ['lawyer', {}, { stopFlags: [flag('lawyer')] }, 'stopped', 'withdraw'],
    ['no SMS only', {}, { stopFlags: [flag('no_sms')] }, 'ok', ''],
    ['no call, but a message', { channel: 'sms' }, { stopFlags: [flag('no_call')] }, 'ok', ''],
    ['no SMS, a message', { channel: 'sms' }, { stopFlags: [flag('no_sms')] }, 'stopped', 'withdraw'],
    ['grace that ended yesterday', {}, { stopFlags: [flag('grace', '2026-11-23')] }, 'ok', ''],
    ['grace until today', {}, { stopFlags: [flag('grace', '2026-11-24')] }, 'stopped', 'withdraw'],
    ['asked not to be called', {}, { stopRequested: true }, 'stop_requested', 'withdraw'],
    ['left the approved list', {}, { leftList: true }, 'left_list', 'withdraw'],
    ['nothing left', {}, { items: [] }, 'settled', 'withdraw'],
    ['paid in full', {}, { items: [{ unpaid: 0, dueDate: '2026-06-30', disposition: null }] }, 'settled', 'withdraw'],
    [
      'only a period in grace',
      {},
      { items: [{ unpaid: 9, dueDate: '2026-06-30', disposition: '徴収猶予' }] },
      'nothing_callable',
      'withdraw',
    ],
    [
      'only a period not yet due',
      {},
      { items: [{ unpaid: 9, dueDate: '2026-11-24', disposition: null }] },
      'nothing_callable',
      'withdraw',
    ],
    ['a plan by instalments', {}, { items: [{ unpaid: 9, dueDate: '2026-06-30', disposition: '分納' }] }, 'ok', ''],
    ['corporation at 18:00', { now: at('2026-11-24T18:00') }, { corporate: true }, 'corporate_hours', 'later'],
    [
      'third attempt of the day',
      {},
      { calls: [call('2026-11-24T09:30', 'no_answer'), call('2026-11-24T08:40', 'no_answer', { campaignId: 'c2' })] },
      'cap_day',
      'later',
    ],
    ['spoken to today', {}, { calls: [call('2026-11-24T09:00', 'answered_human')] }, 'cap_contact', 'later'],
    [
      'spoken to today, called back as asked',
      {},
      { calls: [call('2026-11-24T09:00', 'answered_human')], callbackDue: true },
      'ok',
      '',
    ],
    ['one a band and day', {}, { calls: [call('2026-11-24T09:00', 'no_answer')] }, 'cap_band', 'later'],
    [
      'two a band where the city says so',
      { parameters: twoABand },
      { calls: [call('2026-11-24T09:00', 'no_answer')] },
      'ok',
      '',
    ],
    ['the same band of another day', {}, { calls: [call('2026-11-23T09:00', 'no_answer')] }, 'ok', ''],
    [
      'another number, because the first rang nowhere',
      {},
      { calls: [call('2026-11-24T09:00', 'unallocated')] },
      'ok',
      '',
    ],
    [
      'a busy series goes on',
      {},
      { calls: [call('2026-11-24T09:55', 'busy'), call('2026-11-24T09:50', 'busy')] },
      'ok',
      '',
    ],
    [
      'the household was called in this band',
      {},
      { partyCalls: [call('2026-11-24T09:00', 'no_answer')] },
      'cap_band',
      'later',
    ],
    [
      'called back as asked, though the household was called',
      {},
      { partyCalls: [call('2026-11-24T09:00', 'no_answer')], callbackDue: true },
      'ok',
      '',
    ],
    ['two messages today', {}, { messages: [at('2026-11-24T09:00'), at('2026-11-24T09:01')] }, 'cap_day', 'later'],
    [
      'six contacts in a week, over all campaigns',
      {},
      {
        calls: [18, 19, 20, 21].map((day) => call(`2026-11-${day}T10:01`, 'no_answer', { campaignId: 'c2' })),
        messages: [at('2026-11-18T11:00'), at('2026-11-19T11:00')],
      },
      'cap_week',
      'later',
    ],
    ['a leading subject', {}, { siblings: [sibling()] }, 'led_by', 'later'],
    ['a leader that is done', {}, { siblings: [sibling({ state: 'done' })] }, 'ok', ''],
    ['a leader that is withdrawn', {}, { siblings: [sibling({ state: 'withdrawn' })] }, 'ok', ''],
    ['a leader that waits for an SMS', {}, { siblings: [sibling({ byCall: false })] }, 'ok', ''],
    ['a leader whose line opens tomorrow', {}, { siblings: [sibling({ opensAt: at('2026-11-25T08:30') })] }, 'ok', ''],
    [
      'a leader whose line opens at noon',
      {},
      { siblings: [sibling({ opensAt: at('2026-11-24T12:00') })] },
      'led_by',
      'later',
    ],
    ['a leader with nothing to ask for', {}, { siblings: [sibling({ items: [] })] }, 'ok', ''],
    [
      'a younger debt does not lead',
      {},
      {
        siblings: [sibling({ items: [{ unpaid: 9_000, dueDate: '2026-07-31', disposition: null }] })],
      },
      'ok',
      '',
    ],
    ['promised for now, whoever leads', {}, { siblings: [sibling()], callbackDue: true }, 'ok', ''],
    ['an older campaign of the same subject', {}, { siblings: [sibling({ subject: tax, targetId: 9 })] }, 'ok', ''],
    [
      'seized, where the city still calls',
      { stops: stopPolicy({ flags: { seized: ['visit'] } }) },
      { stopFlags: [flag('seized')] },
      'ok',
      '',
    ],
    ['an unknown flag', {}, { stopFlags: [flag('brand_new')] }, 'stopped', 'withdraw'],
    [
      'a plan where the city does not call it',
      { stops: stopPolicy({ dispositions: [{ word: '分納', channels: ['call'] }] }) },
      {
        items: [{ unpaid: 9, dueDate: '2026-06-30', disposition: '分納' }],
      },
      'nothing_callable',
      'withdraw',
    ],
    [
      'six attempts in this campaign',
      {},
      { calls: [12, 13, 16, 17, 18, 19].map((day) => call(`2026-11-${day}T10:00`, 'no_answer')) },
      'cap_campaign',
      'done',
    ],
    [
      'six attempts in another campaign',
      {},
      { calls: [12, 13, 16, 17, 18, 19].map((day) => call(`2026-11-${day}T10:00`, 'no_answer', { campaignId: 'c2' })) },
      'ok',
      '',
    ],
    [
      'wife on the phone',
      {},
      { held: [{ personId: 2, householdId: 1, shielded: false, numbers: [] }] },
      'held_elsewhere',
      'later',
    ],
    [
      'shielded wife of the old household on the phone',
      {},
      { held: [{ personId: 2, householdId: 1, shielded: true, numbers: [] }] },
      'ok',
      '',
    ],
    [
      'the same telephone in use',
      {},
      { held: [{ personId: 3, householdId: 9, shielded: true, numbers: ['09000000001'] }] },
      'held_elsewhere',
      'later',
    ],
    ['no number', {}, { phones: [] }, 'no_phone', 'withdraw'],
    ['workplace only', {}, { phones: [{ ...mobile, type: 'work' }] }, 'no_phone', 'withdraw'],
  ] as [string, Partial<CampaignFacts>, Partial<PersonFacts>, string, string][]) {
    it(`${name}: ${code}`, () => {
      const verdict = mayCall(campaign(over), person(facts));
      if (code === 'ok') {
        expect(verdict.ok).to.equal(true);
        return;
      }
      expect(verdict).to.include({ ok: false, code, effect });
      expect(verdict)
        .to.have.property('message')
        .that.matches(/。$/)
        .and.does.not.match(/支援|滞納|円/);
      if (effect === 'later' && !verdict.ok)
        expect(verdict.again?.getTime()).to.be.greaterThan(campaign(over).now.getTime());
    });
  }

  it('serves the shielded in the privileged queue only, by a privileged agent, on their own number only', () => {
    const queue = campaign({ privileged: true, agent: { privileged: true, subjectScope: null, centreScope: null } });
    expect(mayCall(queue, person({ party: shieldedParty })).ok).to.equal(true);
    const shared = person({ party: shieldedParty, phones: [{ ...mobile, sharedWith: 1 }] });
    expect(mayCall(queue, shared)).to.include({ ok: false, code: 'no_phone' });
    expect(mayCall(queue, shared, 1)).to.include({ ok: false, code: 'phone_refused' });
  });

  it('lets an agent choose a number that is manual only, and none of another person', () => {
    const facts = person({ phones: [mobile, { ...mobile, id: 2, type: 'work', digits: '0220000002' }] });
    expect(mayCall(campaign(), facts, 2)).to.deep.include({ ok: true });
    expect(mayCall(campaign(), facts, 3)).to.include({ code: 'phone_refused' });
  });

  it('asks the same of a number chosen by hand as of its own choice, the kind of number aside', () => {
    for (const facts of [{ deceased: true }, { items: [] }, { stopRequested: true }, { party: shieldedParty }]) {
      expect(mayCall(campaign(), person(facts), 1).ok).to.equal(false);
      expect(mayEverCall(campaign(), person(facts))).to.not.equal(null);
    }
    expect(mayCall(campaign({ now: at('2026-11-24T21:00') }), person(), 1)).to.include({ code: 'hard_guard' });
    expect(mayEverCall(campaign({ now: at('2026-11-24T21:00') }), person())).to.equal(null);
  });

  it('a yes survives no single reason against it', () => {
    const against: { over?: Partial<CampaignFacts>; facts?: Partial<PersonFacts> }[] = [
      { facts: { deceased: true } },
      { facts: { party: shieldedParty } },
      { facts: { stopFlags: [flag('bankruptcy')] } },
      { facts: { items: [] } },
      { facts: { phones: [] } },
      { over: { running: false } },
      { over: { trunks: [] } },
      { over: { now: at('2026-11-24T23:00') } },
      { facts: { calls: [call('2026-11-24T09:30', 'no_answer'), call('2026-11-24T08:40', 'no_answer')] } },
    ];
    fc.assert(
      fc.property(fc.subarray(against), fc.constantFrom(null, 1), (reasons, phoneId) => {
        const over = Object.assign({}, ...reasons.map(({ over: one }) => one ?? {}));
        const facts = Object.assign({}, ...reasons.map(({ facts: one }) => one ?? {}));
        expect(mayCall(campaign(over), person(facts), phoneId).ok).to.equal(reasons.length === 0);
      }),
    );
  });

  it('knows one party whichever side it is asked from', () => {
    const anyParty = fc.record({
      personId: fc.integer({ min: 1, max: 4 }),
      householdId: fc.option(fc.integer({ min: 1, max: 3 })),
      shielded: fc.boolean(),
      numbers: fc.array(fc.constantFrom('1', '2', '3'), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(anyParty, anyParty, (a, b) => {
        expect(sameParty(a, b)).to.equal(sameParty(b, a));
        if (a.numbers.some((number) => b.numbers.includes(number))) expect(sameParty(a, b)).to.not.equal(null);
      }),
    );
  });
});
