import { expect } from 'chai';
import { sectionOfKey } from '../../softphone/features/persons/person-sections.ts';
import { paidPercent, promiseCourse } from '../../softphone/features/promises/promise-course.ts';
import { promiseTone } from '../../softphone/features/promises/promise-tone.ts';

const dates = { madeOn: '2026-11-06', promisedOn: '2026-11-16', graceUntil: '2026-11-23', endedOn: null } as const;
const open = (today: string, more: object = {}) => promiseCourse({ ...dates, state: 'open', ...more }, today).reached;

describe('picture of a promise', () => {
  it('follows the days from the word to the promised day, and on to the last day of grace', () => {
    expect(open('2026-11-06')).to.equal(0);
    expect(open('2026-11-11')).to.equal(0.25);
    expect(open('2026-11-16')).to.equal(0.5);
    expect(open('2026-11-23')).to.equal(1);
    // Not judged yet: the way has no more than its end.
    expect(open('2026-11-30')).to.equal(1);
    expect(open('2026-11-01')).to.equal(0);
  });

  it('knows promises of the same day and cities without grace', () => {
    expect(open('2026-11-06', { promisedOn: '2026-11-06' })).to.equal(0.5);
    expect(open('2026-11-16', { graceUntil: '2026-11-16' })).to.equal(0.5);
    expect(open('2026-11-17', { graceUntil: '2026-11-16' })).to.equal(1);
  });

  it('shows when it was kept, and says part and broken at the end of the way alone', () => {
    const ended = (state: 'kept' | 'part' | 'broken' | 'postponed', endedOn: string | null) =>
      promiseCourse({ ...dates, state, endedOn }, '2026-12-01');
    expect(ended('kept', '2026-11-11')).to.deep.equal({ reached: 0.25, open: false });
    expect(ended('kept', null).reached).to.equal(1);
    expect(ended('postponed', '2026-11-16').reached).to.equal(0.5);
    expect(ended('part', '2026-11-20').reached).to.equal(1);
    expect(ended('broken', '2026-12-01').reached).to.equal(1);
  });

  it('says all only when all has come', () => {
    expect(paidPercent(0, 24_000)).to.equal(0);
    expect(paidPercent(23_999, 24_000)).to.equal(99);
    expect(paidPercent(24_000, 24_000)).to.equal(100);
    expect(paidPercent(30_000, 24_000)).to.equal(100);
    expect(paidPercent(0, 0)).to.equal(0);
  });

  it('tells part from broken, and late from open', () => {
    expect(promiseTone({ state: 'part', due: 'broken' })).to.equal('warn');
    expect(promiseTone({ state: 'broken', due: 'broken' })).to.equal('bad');
    expect(promiseTone({ state: 'open', due: 'overdue' })).to.equal('warn');
    expect(promiseTone({ state: 'open', due: 'later' })).to.equal(undefined);
    expect(promiseTone({ state: 'kept', due: 'closed' })).to.equal('good');
  });
});

describe('keys of a person’s page', () => {
  it('lead to its parts, and other keys nowhere', () => {
    expect(sectionOfKey('1')).to.equal('debt');
    expect(sectionOfKey('8')).to.equal('why');
    for (const key of ['0', '9', 'a', 'Enter', '12']) expect(sectionOfKey(key), key).to.equal(undefined);
  });
});
