import { expect } from 'chai';
import { cityCalendar } from '../../core/rules/calendar.ts';
import { parametersOn } from '../../core/rules/calendar-parameters.ts';
import { HAND_OVER_REASONS, MOST_WISHES, REASONS_OF, reasonName, wishesProblem } from '../../core/rules/hand-over.ts';
import {
  DEFAULT_HAND_OVER_DAYS,
  daysFor,
  deadlineMark,
  handOverDays,
  handOverDue,
} from '../../core/rules/hand-over-deadline.ts';
import { isNationalHoliday } from '../../core/rules/national-holidays.ts';
import { tokyoInstant } from '../../core/rules/tokyo-time.ts';

const at = (date: string, hour: number) => tokyoInstant(date, hour * 60);
const calendar = (days: { date: string; kind: 'open' | 'closed' | 'half' | 'evening' }[] = []) =>
  cityCalendar(
    parametersOn([]),
    [
      {
        centreId: null,
        month: '2026-11-01',
        version: 1,
        days: days.map((day) => ({ ...day, interpreters: [] })),
      },
    ],
    null,
    isNationalHoliday,
  );

describe('rules: hand-overs to the city', () => {
  it('counts working days of the city’s calendar: no weekend, no holiday, no closing day, and the Saturdays it opens', () => {
    const friday = at('2026-11-20', 10);
    expect(handOverDue(calendar(), friday, 1)).to.deep.equal(at('2026-11-24', 17));
    expect(handOverDue(calendar([{ date: '2026-11-24', kind: 'closed' }]), friday, 1)).to.deep.equal(
      at('2026-11-25', 17),
    );
    expect(handOverDue(calendar([{ date: '2026-11-21', kind: 'half' }]), friday, 1)).to.deep.equal(
      at('2026-11-21', 12),
    );
    expect(handOverDue(calendar([{ date: '2026-11-24', kind: 'evening' }]), friday, 1)).to.deep.equal(
      at('2026-11-24', 20),
    );
    // Over the year's end.
    expect(handOverDue(calendar(), at('2026-12-28', 10), 1)).to.deep.equal(at('2027-01-04', 17));
  });

  it('a matter of the same day is due at closing; after hours and on closed days till midnight', () => {
    expect(handOverDue(calendar(), at('2026-11-20', 10), 0)).to.deep.equal(at('2026-11-20', 17));
    expect(handOverDue(calendar(), at('2026-11-20', 17), 0)).to.deep.equal(at('2026-11-20', 24));
    expect(handOverDue(calendar(), at('2026-11-22', 10), 0)).to.deep.equal(at('2026-11-22', 24));
  });

  it('does not wait for ever for a calendar that never opens', () => {
    const closed = { isHoliday: () => false, hoursOn: () => ({ span: null, reason: 'closed' as const }) };
    expect(handOverDue(closed, at('2026-11-20', 10), 3)).to.deep.equal(at('2026-11-23', 24));
  });

  it('marks a deadline in four ways', () => {
    const due = at('2026-11-20', 17);
    expect(deadlineMark(due, at('2026-11-20', 17))).to.equal('late');
    expect(deadlineMark(due, at('2026-11-20', 16))).to.equal('today');
    expect(deadlineMark(at('2026-11-20', 24), at('2026-11-20', 16))).to.equal('today');
    expect(deadlineMark(due, at('2026-11-18', 10))).to.equal('soon');
    expect(deadlineMark(due, at('2026-11-17', 10))).to.equal('later');
  });

  it('takes the city’s days, and the default where a value is none', () => {
    const own = handOverDays({ byReason: { hardship: 0, death: 31, moved: 2.5 }, doNotCall: 1, instalmentRequest: -1 });
    expect(own).to.deep.equal({
      byReason: { ...DEFAULT_HAND_OVER_DAYS.byReason, hardship: 0 },
      instalmentRequest: DEFAULT_HAND_OVER_DAYS.instalmentRequest,
      doNotCall: 1,
    });
    for (const junk of [null, 'x', 3, [], { byReason: 7 }])
      expect(handOverDays(junk)).to.deep.equal(DEFAULT_HAND_OVER_DAYS);
    expect(daysFor('complaint', 'complaint', own)).to.equal(0);
    expect(daysFor('do_not_call', 'do_not_call', own)).to.equal(1);
    expect(daysFor('hand_over', 'hardship', own)).to.equal(0);
  });

  it('has a name for each reason and no complaint among the plain hand-overs', () => {
    for (const reason of HAND_OVER_REASONS) expect(reasonName(reason)).not.to.equal(reason);
    expect(REASONS_OF.hand_over).not.to.include('complaint');
    expect(REASONS_OF.complaint[0]).to.equal('complaint');
  });

  it('takes wishes of two dates and more, in order, of whole yen', () => {
    const today = '2026-11-20';
    const wish = (month: number, amount = 5_000) => ({ on: `2027-${String(month).padStart(2, '0')}-25`, amount });
    expect(wishesProblem([wish(1), wish(2), wish(3, 1)], today)).to.equal(null);
    expect(wishesProblem([], today)).to.match(/2回以上/);
    expect(wishesProblem([wish(1)], today)).to.match(/納付約束/);
    expect(wishesProblem([wish(2), wish(1)], today)).to.match(/早い順/);
    expect(wishesProblem([wish(1), wish(1)], today)).to.match(/重ならない/);
    expect(wishesProblem([{ on: '2026-11-19', amount: 1 }, wish(1)], today)).to.match(/今日以降/);
    expect(wishesProblem([wish(1, 0), wish(2)], today)).to.match(/1円以上/);
    const many = Array.from({ length: MOST_WISHES + 1 }, (_, n) => ({ on: `20${27 + n}-01-01`, amount: 1 }));
    expect(wishesProblem(many, today)).to.match(/60回/);
  });
});
