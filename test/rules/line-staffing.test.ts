import { expect } from 'chai';
import { DEFAULT_DIALLING } from '../../core/rules/dialling-parameters.ts';
import { DEFAULT_LEADING } from '../../core/rules/leading-subject.ts';
import { type LedByFacts, ledBy, passedOver, type Sibling } from '../../core/rules/led-by.ts';
import { type CrewMember, lastStaffed } from '../../core/rules/line-staffing.ts';
import { DEFAULT_STOP_POLICY } from '../../core/rules/stop-policy.ts';

const at = (time: string) => new Date(`2026-11-24T${time}:00+09:00`);
const NOW = at('10:00');
const health = { subjectId: 'health', centreId: 'north' };
const agent = (changes: Partial<CrewMember> = {}): CrewMember => ({
  skills: null,
  subjectScope: null,
  centreScope: null,
  privileged: false,
  onNow: true,
  since: at('09:00'),
  onlySubjectId: null,
  ...changes,
});
const away = (time: string, changes: Partial<CrewMember> = {}) => agent({ onNow: false, since: at(time), ...changes });

describe('rule: when did a line last have somebody', () => {
  for (const [name, crew, privileged, expected] of [
    ['nobody ever', [], false, null],
    ['an agent of every line', [agent()], false, NOW],
    ['skills that hold it', [agent({ skills: ['tax', 'health'] })], false, NOW],
    ['skills that do not', [agent({ skills: ['tax'] })], false, null],
    ['a scope that does not', [agent({ subjectScope: ['tax'] })], false, null],
    ['another centre', [agent({ centreScope: ['south'] })], false, null],
    ['ready for one campaign of it', [agent({ onlySubjectId: 'health' })], false, NOW],
    ['ready for a campaign of another subject', [agent({ onlySubjectId: 'tax' })], false, null],
    [
      'went home at 9:20, the campaign of another subject in hand',
      [away('09:20', { onlySubjectId: 'tax' })],
      false,
      at('09:20'),
    ],
    ['went at 9:20 and 9:40', [away('09:40'), away('09:20')], false, at('09:40')],
    ['went, and another is here', [away('09:40'), agent()], false, NOW],
    ['the later one takes other lines', [away('09:20'), away('09:40', { skills: ['tax'] })], false, at('09:20')],
    ['went a minute ahead of our clock', [away('10:01')], false, NOW],
    ['the queue of the shielded: not named', [agent()], true, null],
    ['the queue of the shielded: named', [agent({ privileged: true })], true, NOW],
  ] as [string, CrewMember[], boolean, Date | null][]) {
    it(name, () => expect(lastStaffed(crew, health, privileged, NOW)).to.deep.equal(expected));
  }
});

describe('rule: a leader without an agent', () => {
  const leader: Sibling = {
    targetId: 20,
    subject: { subjectId: 'health', debtClass: 'compulsory_public', sharingGroup: 'tax' },
    subjectName: '国保',
    items: [{ unpaid: 500, dueDate: '2025-06-30', disposition: null }],
    state: 'waiting',
    byCall: true,
    nextAt: at('17:00'),
    opensAt: NOW,
    closesAt: at('20:00'),
    staffedAt: NOW,
  };
  const facts = (staffedAt: Date | null): LedByFacts => ({
    now: NOW,
    today: '2026-11-24',
    channel: 'call',
    own: { subjectId: 'tax', debtClass: 'tax', sharingGroup: 'tax' },
    items: [{ unpaid: 1_000, dueDate: '2026-06-30', disposition: null }],
    siblings: [{ ...leader, staffedAt }],
    leading: DEFAULT_LEADING,
    policy: DEFAULT_STOP_POLICY,
    leaderClosedMin: DEFAULT_DIALLING.leaderClosedMin,
    leaderUnstaffedMin: 30,
  });

  it('is looked at again when it may have been alone for too long, whatever its own next try', () => {
    expect(ledBy(facts(NOW))?.again).to.deep.equal(new Date(at('10:30').getTime() + 1));
    expect(ledBy(facts(at('09:45')))?.again).to.deep.equal(new Date(at('10:15').getTime() + 1));
    expect(ledBy({ ...facts(at('09:45')), now: at('10:15') })).not.to.equal(null);
    expect(ledBy({ ...facts(at('09:45')), now: new Date(at('10:15').getTime() + 1) })).to.equal(null);
  });

  for (const [name, staffedAt, limitMin, leads] of [
    ['nobody ever worked it', null, 30, false],
    ['somebody is there', NOW, 30, true],
    ['the last one went half an hour ago', at('09:30'), 30, true],
    ['the last one went longer ago', at('09:29'), 30, false],
    ['yesterday’s agent is no agent', new Date('2026-11-23T16:59:00+09:00'), 30, false],
    ['the city waits longer', at('09:29'), 60, true],
    ['no time to wait: somebody is there', NOW, 0, true],
    ['no time to wait: nobody is there', at('09:59'), 0, false],
  ] as const) {
    it(`${name}: ${leads ? 'leads' : 'does not'}`, () => {
      expect(ledBy({ ...facts(staffedAt), leaderUnstaffedMin: limitMin }) !== null).to.equal(leads);
    });
  }

  it('without an agent gives the lead to the next oldest that has one', () => {
    const next: Sibling = {
      ...leader,
      targetId: 30,
      subject: { subjectId: 'care', debtClass: 'tax', sharingGroup: 'tax' },
      items: [{ unpaid: 9, dueDate: '2025-12-31', disposition: null }],
    };
    const both = { ...facts(null), siblings: [{ ...leader, staffedAt: null }, next] };
    expect(ledBy(both)?.leader.targetId).to.equal(30);
    expect(passedOver(both)?.leader.targetId).to.equal(20);
  });

  it('either leads or is passed over, never both and never neither', () => {
    for (const staffedAt of [null, at('08:00'), at('09:29'), at('09:30'), NOW]) {
      const one = facts(staffedAt);
      expect([ledBy(one), passedOver(one)].filter((lead) => lead !== null)).to.have.length(1);
    }
    expect(passedOver({ ...facts(null), siblings: [{ ...leader, staffedAt: null, state: 'done' }] })).to.equal(null);
  });
});
