import { expect } from 'chai';
import type { CalendarDay } from '../../core/rules/calendar.ts';
import { checkMonth, type MonthToCheck, refusesMonth } from '../../core/rules/calendar-check.ts';
import { decideBy, isLate } from '../../core/rules/calendar-deadline.ts';
import { changedDates, differingDays, monthCounts, monthDays } from '../../core/rules/calendar-month.ts';
import { parametersOn } from '../../core/rules/calendar-parameters.ts';
import type { CallingWindow } from '../../core/rules/calling-window.ts';
import { isNationalHoliday } from '../../core/rules/national-holidays.ts';

const windows = (...kinds: CallingWindow['dayKind'][]): CallingWindow[] =>
  kinds.map((dayKind) => ({ dayKind, opens: '08:30', closes: '20:00', validFrom: '0001-01-01' }));
const insurance = { id: '01', name: '国民健康保険料', windows: windows('weekday', 'saturday', 'sunday_holiday') };
const tax = { id: '02', name: '市県民税', windows: windows('weekday') };

const day = (date: string, kind: CalendarDay['kind'] = 'open', interpreters: string[] = []): CalendarDay => ({
  date: `2026-12-${date}`,
  kind,
  interpreters,
});
/** Both languages on four days. */
const spoken = ['01', '08', '15', '22'].map((date) => day(date, 'open', ['ne', 'vi']));

const check = (days: CalendarDay[], more: Partial<MonthToCheck> & { settings?: unknown } = {}) => {
  const { settings, ...changes } = more;
  return {
    month: '2026-12-01',
    centreId: null,
    parameters: parametersOn([{ validFrom: '0001-01-01', value: settings ?? {} }]),
    isHoliday: isNationalHoliday,
    days,
    inForce: null,
    today: '2026-11-20',
    subjects: [insurance, tax],
    ...changes,
  };
};
const found = (month: MonthToCheck) => checkMonth(month).map(({ code, date }) => `${code}${date?.slice(8) ?? ''}`);

describe('rule: a month of the calendar', () => {
  it('is fine with weekdays, decided weekends and interpreters on four days', () => {
    expect(checkMonth(check([...spoken, day('05'), day('09', 'evening')]))).to.deep.equal([]);
  });

  for (const [name, month, problems] of [
    ['a day of another month', check([...spoken, { ...day('01'), date: '2027-01-05' }]), ['outside_month05']],
    ['a day twice', check([...spoken, day('05'), day('05')]), ['twice05']],
    ['year end opened', check([...spoken, day('30')]), ['cannot_open30']],
    [
      'a holiday and a closing day opened',
      check(
        [...spoken.map((one) => ({ ...one, date: one.date.replace('2026-12', '2026-11') })), nov('03'), nov('13')],
        {
          month: '2026-11-01',
          today: '2026-10-20',
          settings: { closingDays: ['2026-11-13'] },
        },
      ),
      ['cannot_open03', 'cannot_open13'],
    ],
    [
      'an interpreter on a Sunday off',
      check([...spoken, day('06', 'closed', ['ne'])]),
      ['interpreter_on_closed_day06'],
    ],
    ['three days of one language', check([...spoken.slice(1), day('01', 'open', ['ne'])]), ['interpreter_few']],
    ['no interpreter at all', check([]), ['interpreter_few', 'interpreter_few']],
    ['no interpreter where nobody collects 国保', check([], { subjects: [tax] }), []],
    [
      'no interpreter where the city names another subject',
      check([], { subjects: [tax], settings: { interpreters: { subjectIds: ['02'] } } }),
      ['interpreter_few', 'interpreter_few'],
    ],
    ['two days where two are enough', check(spoken.slice(2), { settings: { interpreters: { minDaysAMonth: 2 } } }), []],
    ['a Saturday on which nobody may be called', check([...spoken, day('05')], { subjects: [tax] }), ['no_window05']],
    [
      'an evening in which nobody may be called',
      check([day('09', 'evening')], {
        subjects: [{ ...tax, windows: [{ ...tax.windows[0], closes: '17:00' }] as CallingWindow[] }],
      }),
      ['no_window09'],
    ],
    [
      'a month without a working day',
      check(
        monthDays(check([]), []).map(({ date }) => ({ date, kind: 'closed', interpreters: [] })),
        { subjects: [] },
      ),
      ['no_working_day'],
    ],
    [
      'a day that is over',
      check([...spoken, day('10', 'closed')], { today: '2026-12-11', inForce: spoken }),
      ['past_day10'],
    ],
    ['today', check([...spoken, day('11', 'closed')], { today: '2026-12-11', inForce: spoken }), []],
    [
      'a weekend day decided too late',
      check([...spoken, day('12')], { today: '2026-11-26', inForce: spoken }),
      ['late'],
    ],
  ] as const) {
    it(`${name}: ${problems.join(' ') || 'nothing'}`, () => expect(found(month)).to.deep.equal(problems));
  }

  it('tells everything at once, and what to do', () => {
    const problems = checkMonth(check([day('30'), day('06', 'closed', ['vi'])], { today: '2026-11-26' }));
    expect(problems.map(({ code }) => code)).to.deep.equal([
      'cannot_open',
      'interpreter_on_closed_day',
      'interpreter_few',
      'interpreter_few',
      'late',
    ]);
    expect(problems.map(({ message }) => message).join())
      .to.include('12月30日(水)は年末年始')
      .and.include('あと4日');
    expect(refusesMonth(problems)).to.equal(true);
    expect(refusesMonth(problems.filter(({ code }) => code === 'late'))).to.equal(false);
  });

  it('is decided by the 25th: on that day in time, a day later marked', () => {
    const ground = check([]);
    expect(decideBy(ground)).to.equal('2026-11-25');
    expect(decideBy({ ...ground, month: '2027-01-01' })).to.equal('2026-12-25');
    expect(isLate(ground, spoken, null, '2026-11-25')).to.equal(false);
    expect(isLate(ground, spoken, null, '2026-11-26')).to.equal(true);
    expect(isLate(ground, [...spoken, day('09', 'evening')], spoken, '2026-12-02')).to.equal(false); // a weekday
    expect(isLate(ground, [...spoken, day('12')], spoken, '2026-12-02')).to.equal(true);
    expect(decideBy(check([], { settings: { decideByDay: 20 } }))).to.equal('2026-11-20');
  });

  it('keeps only what differs from the rule', () => {
    const kept = differingDays(check([], { settings: { halfSaturdays: [2] } }), [
      day('07'),
      day('06', 'closed'),
      day('12', 'half'),
      day('26', 'half'),
      day('05', 'open'),
      day('01', 'open', ['ne']),
      day('02', 'closed'),
      day('30', 'closed'),
      { ...day('03'), note: '繁忙' },
    ]);
    expect(kept.map(({ date }) => date.slice(8))).to.deep.equal(['01', '02', '03', '05', '26']);
  });

  it('counts days, evening hours and interpreters', () => {
    const ground = check([]);
    const days = monthDays(ground, [
      ...spoken,
      day('05', 'half'),
      day('09', 'evening'),
      day('10', 'evening'),
      day('12', 'evening'),
    ]);
    expect(monthCounts(days, ['ne', 'vi', 'en'])).to.deep.equal({
      workingDays: 20 + 2, // 20 weekdays before year end
      weekendDays: 2,
      halfDays: 1,
      eveningDays: 2,
      eveningHours: 6,
      interpreterDays: { ne: 4, vi: 4, en: 0 },
    });
    expect(changedDates(days, monthDays(ground, spoken)).map((date) => date.slice(8))).to.deep.equal([
      '05',
      '09',
      '10',
      '12',
    ]);
  });
});

function nov(date: string): CalendarDay {
  return { ...day(date), date: `2026-11-${date}` };
}
