import { expect } from 'chai';
import type { CalendarMonthView, CalendarVersion } from '../../core/contracts/http/calendar.ts';
import { gridAct, languageKeys, moved, range, sameWeekday } from '../../softphone/features/calendar/grid-keys.ts';
import {
  dayOn,
  groundOf,
  lockedBecause,
  openVersion,
  sameDays,
  startingDays,
  withInterpreter,
  withKind,
  withPattern,
  withRule,
} from '../../softphone/features/calendar/month-edit.ts';

const version = (changes: Partial<CalendarVersion>): CalendarVersion => ({
  version: 1,
  state: 'draft',
  days: [],
  createdBy: null,
  createdAt: '',
  approvedBy: null,
  approvedAt: null,
  note: null,
  answer: null,
  ...changes,
});
const approved = [{ date: '2026-11-28', kind: 'open' as const, interpreters: [] }];
const view = (changes: Partial<CalendarMonthView> = {}): CalendarMonthView => ({
  month: '2026-11-01',
  centreId: null,
  today: '2026-11-20',
  holidays: [{ date: '2026-11-23', name: '勤労感謝の日' }],
  settings: [],
  inForce: { source: 'city', version: 1, days: approved },
  undecided: null,
  versions: [version({ state: 'approved', days: approved })],
  subjects: [],
  mayEdit: true,
  ...changes,
});
const ground = groundOf(view());
const press = (key: string, more = {}) =>
  gridAct({ key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...more }, ['ne', 'vi']);

describe('the calendar page', () => {
  it('sets a kind on the chosen days and leaves holidays and the past alone', () => {
    const days = withKind(ground, approved, ['2026-11-19', '2026-11-21', '2026-11-23', '2026-11-25'], 'evening');
    expect(days.map(({ date, kind }) => `${date.slice(8)} ${kind}`)).to.deep.equal([
      '21 evening',
      '25 evening',
      '28 open',
    ]);
    expect(lockedBecause('2026-11-19', ground)).to.equal('過ぎた日');
    expect(lockedBecause('2026-11-23', ground)).to.equal('国民の祝日');
    expect(lockedBecause('2026-11-20', ground)).to.equal(null);
  });

  it('forgets a day that is back to the rule', () => {
    expect(withKind(ground, approved, ['2026-11-28'], 'closed')).to.deep.equal([]);
    expect(withKind(ground, approved, ['2026-11-24'], 'open')).to.deep.equal(approved);
    expect(withRule(ground, approved, ['2026-11-28'])).to.deep.equal([]);
  });

  it('turns an interpreter on where one of the days lacks it, then off; closed days get none and lose theirs', () => {
    const dates = ['2026-11-24', '2026-11-25', '2026-11-29'];
    const on = withInterpreter(ground, [], dates, 'ne');
    expect(on.map(({ date, kind, interpreters }) => [date.slice(8), kind, interpreters])).to.deep.equal([
      ['24', 'open', ['ne']],
      ['25', 'open', ['ne']],
    ]);
    const both = withInterpreter(ground, on, ['2026-11-25'], 'vi');
    expect(dayOn(ground, both, '2026-11-25').interpreters).to.deep.equal(['ne', 'vi']);
    expect(withInterpreter(ground, both, dates, 'ne').map(({ interpreters }) => interpreters)).to.deep.equal([['vi']]);
    expect(withKind(ground, on, ['2026-11-24'], 'closed')).to.deep.include({
      date: '2026-11-24',
      kind: 'closed',
      interpreters: [],
    });
  });

  it('takes over the pattern of the month before, but for holidays and the past', () => {
    const october = {
      month: '2026-10-01',
      days: [
        { date: '2026-10-17', kind: 'open' as const, interpreters: [] }, // third Saturday
        { date: '2026-10-28', kind: 'evening' as const, interpreters: ['vi'] }, // fourth Wednesday
        { date: '2026-10-26', kind: 'evening' as const, interpreters: [] }, // fourth Monday: a holiday in November
        { date: '2026-10-06', kind: 'closed' as const, interpreters: [] }, // first Tuesday: over in November
      ],
    };
    const days = withPattern(ground, [...approved, { date: '2026-11-24', kind: 'evening', interpreters: [] }], october);
    expect(days.map(({ date, kind, interpreters }) => [date.slice(8), kind, interpreters.join()])).to.deep.equal([
      ['21', 'open', ''],
      ['25', 'evening', 'vi'],
    ]);
  });

  it('goes on from a draft, a question or what came back, else from what is in force', () => {
    for (const state of ['draft', 'requested', 'returned'] as const) {
      const open = view({ versions: [version({ version: 2, state }), ...view().versions] });
      expect(openVersion(open)?.version, state).to.equal(2);
      expect(startingDays(open)).to.deep.equal([]);
    }
    const others = view({
      mayEdit: false,
      versions: [version({ version: 2, state: 'requested' }), ...view().versions],
    });
    expect(startingDays(others), 'others see what counts').to.deep.equal(approved);
    expect(openVersion(view())).to.equal(undefined);
    expect(startingDays(view())).to.deep.equal(approved);
    expect(sameDays([...approved, ...withKind(ground, [], ['2026-11-25'], 'half')].reverse(), approved)).to.equal(
      false,
    );
  });

  it('reads its keys, and leaves those of browser and IME alone', () => {
    expect(press('ArrowDown')).to.deep.equal({ act: 'move', days: 7, extend: false });
    expect(press('ArrowLeft', { shiftKey: true })).to.deep.equal({ act: 'move', days: -1, extend: true });
    expect(press('2')).to.deep.equal({ act: 'kind', kind: 'evening' });
    expect(press('0')).to.deep.equal({ act: 'rule' });
    expect(press('v')).to.deep.equal({ act: 'interpreter', language: 'vi' });
    expect(press('c')).to.deep.equal({ act: 'column' });
    expect(press('PageDown')).to.deep.equal({ act: 'month', months: 1 });
    for (const more of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }])
      expect(press('v', more)).to.equal(null);
    for (const key of ['Tab', 'Enter', 'x', '9', 'Process']) expect(press(key)).to.equal(null);
    expect(languageKeys(['ne', 'vi', 'no', 'cs'])).to.deep.equal([
      { key: 'N', language: 'ne' },
      { key: 'V', language: 'vi' },
    ]);
  });

  it('moves and stretches inside the month', () => {
    expect(moved('2026-11-30', 1)).to.equal('2026-11-30');
    expect(moved('2026-11-05', -7)).to.equal('2026-11-05');
    expect(moved('2026-11-08', 7)).to.equal('2026-11-15');
    expect(range('2026-11-03', '2026-11-01')).to.deep.equal(['2026-11-01', '2026-11-02', '2026-11-03']);
    expect(sameWeekday(range('2026-11-01', '2026-11-30'), 6).map((date) => date.slice(8))).to.deep.equal([
      '07',
      '14',
      '21',
      '28',
    ]);
  });
});
