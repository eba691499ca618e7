import { expect } from 'chai';
import fc from 'fast-check';
import { type CalendarDay, type CalendarMonth, cityCalendar } from '../../core/rules/calendar.ts';
import { calendarParameters, DEFAULT_CALENDAR, parametersOn } from '../../core/rules/calendar-parameters.ts';
import { type CallingWindow, checkCallingWindow, nextOpening } from '../../core/rules/calling-window.ts';
import { isNationalHoliday } from '../../core/rules/national-holidays.ts';
import { addDays, clockText, tokyoTime } from '../../core/rules/tokyo-time.ts';

const at = (text: string) => new Date(`${text}:00+09:00`);
const day = (date: string, kind: CalendarDay['kind'], interpreters: string[] = []): CalendarDay => ({
  date,
  kind,
  interpreters,
});
const month = (first: string, days: CalendarDay[], centreId: string | null = null, version = 1): CalendarMonth => ({
  month: first,
  days,
  centreId,
  version,
});
const wide: CallingWindow[] = [
  { dayKind: 'weekday', opens: '08:30', closes: '20:00', validFrom: '0001-01-01' },
  { dayKind: 'saturday', opens: '09:00', closes: '17:00', validFrom: '0001-01-01' },
  { dayKind: 'sunday_holiday', opens: '09:00', closes: '17:00', validFrom: '0001-01-01' },
];
const november = month('2026-11-01', [
  day('2026-11-18', 'evening'),
  day('2026-11-19', 'closed'),
  day('2026-11-21', 'half'),
  day('2026-11-22', 'open'),
  day('2026-11-23', 'evening'), // 勤労感謝の日: approved by mistake
]);
const december = month('2026-12-01', [day('2026-12-30', 'open')]);
const city = (settings: Record<string, unknown> = {}, months = [november, december], centreId: string | null = null) =>
  cityCalendar(parametersOn([{ validFrom: '0001-01-01', value: settings }]), months, centreId, isNationalHoliday);
const hours = (date: string, calendar = city()) => {
  const { span, reason } = calendar.hoursOn(date);
  return `${reason} ${span ? `${clockText(span.opens)}-${clockText(span.closes)}` : 'closed'}`;
};

describe('rule: the calendar of the city', () => {
  for (const [date, expected] of [
    ['2026-11-17', 'open 08:30-17:00'], // no word about it: weekdays are open
    ['2026-11-18', 'evening 08:30-20:00'],
    ['2026-11-19', 'closed closed'],
    ['2026-11-21', 'half 08:30-12:00'],
    ['2026-11-22', 'open 08:30-17:00'],
    ['2026-11-28', 'weekend closed'],
    ['2026-11-23', 'national_holiday closed'],
    ['2026-12-29', 'year_end closed'],
    ['2026-12-30', 'year_end closed'], // a month cannot open it
    ['2027-01-01', 'national_holiday closed'],
    ['2027-01-03', 'year_end closed'],
    ['2027-01-04', 'open 08:30-17:00'],
  ] as const) {
    it(`${date}: ${expected}`, () => expect(hours(date)).to.equal(expected));
  }

  it('follows what the city sets: hours, centres, year end, closing days, half Saturdays', () => {
    const set = city({
      opens: '09:00',
      eveningCloses: '19:00',
      centres: { north: { closes: '16:00', halfCloses: '11:30' } },
      yearEnd: { from: '12-28', to: '01-04' },
      closingDays: ['2026-11-17'],
      halfSaturdays: [2, 4],
    });
    expect(hours('2026-11-18', set)).to.equal('evening 09:00-19:00');
    expect(hours('2026-12-28', set)).to.equal('year_end closed');
    expect(hours('2027-01-04', set)).to.equal('year_end closed');
    expect(hours('2026-11-17', set)).to.equal('city_closing closed');
    expect(hours('2026-12-05', set)).to.equal('weekend closed');
    expect(hours('2026-12-12', set)).to.equal('half 09:00-12:00');
    expect(hours('2026-12-26', set)).to.equal('half 09:00-12:00');
    const north = city({ centres: { north: { closes: '16:00', halfCloses: '11:30' } } }, [november], 'north');
    expect(hours('2026-11-16', north)).to.equal('open 08:30-16:00');
    expect(hours('2026-11-21', north)).to.equal('half 08:30-11:30');
  });

  it('takes each value from its day on', () => {
    const calendar = cityCalendar(
      parametersOn([
        { validFrom: '2026-12-01', value: { closes: '18:00' } },
        { validFrom: '2026-11-10', value: { closes: '16:30' } },
      ]),
      [],
      null,
      isNationalHoliday,
    );
    expect(['2026-11-09', '2026-11-10', '2026-12-01'].map((date) => hours(date, calendar))).to.deep.equal([
      'open 08:30-17:00',
      'open 08:30-16:30',
      'open 08:30-18:00',
    ]);
  });

  it('uses a month of the centre before that of the city, and of two versions the newer', () => {
    const months = [
      month('2026-11-01', [day('2026-11-17', 'closed')]),
      month('2026-11-01', [day('2026-11-17', 'evening')], 'north', 2),
      month('2026-11-01', [day('2026-11-17', 'half')], 'north', 1),
    ];
    expect(hours('2026-11-17', city({}, months, 'north'))).to.include('evening');
    expect(hours('2026-11-17', city({}, months, 'south'))).to.include('closed');
  });

  it('falls to the default where the setting makes no sense', () => {
    for (const nonsense of [null, 7, 'x', [], { opens: '25:00' }, { opens: '18:00' }, { eveningCloses: '22:00' }]) {
      expect(calendarParameters(nonsense), JSON.stringify(nonsense)).to.deep.equal(DEFAULT_CALENDAR);
    }
    expect(calendarParameters({ closingDays: ['soon'], decideByDay: 31, halfSaturdays: [6] })).to.deep.equal(
      DEFAULT_CALENDAR,
    );
  });
});

describe('rule: windows inside the calendar inside the guard', () => {
  for (const [when, rule, value, opens] of [
    ['2026-11-18T16:59', 'ok', '', ''],
    ['2026-11-18T19:59', 'ok', '', ''], // evening extension
    ['2026-11-18T20:00', 'calling_window', '08:30-20:00', '2026-11-20T08:30'], // the 19th is closed
    ['2026-11-17T17:00', 'calendar', '08:30-17:00', '2026-11-18T08:30'],
    ['2026-11-19T10:00', 'calendar', '休み（休業日）', '2026-11-20T08:30'],
    ['2026-11-20T18:00', 'calendar', '08:30-17:00', '2026-11-21T09:00'], // Friday evening rolls into the weekend
    ['2026-11-21T08:45', 'calling_window', '09:00-17:00', '2026-11-21T09:00'],
    ['2026-11-21T12:00', 'calendar', '08:30-12:00', '2026-11-22T09:00'],
    ['2026-11-22T17:00', 'calling_window', '09:00-17:00', '2026-11-24T08:30'], // the 23rd is a holiday
    ['2026-11-23T10:00', 'calendar', '休み（国民の祝日）', '2026-11-24T08:30'],
    ['2026-11-28T10:00', 'calendar', '休み（週休日）', '2026-11-30T08:30'],
    ['2026-12-28T17:30', 'calendar', '08:30-17:00', '2027-01-04T08:30'], // over the year's end
    ['2026-12-31T10:00', 'calendar', '休み（年末年始）', '2027-01-04T08:30'],
    ['2026-11-18T21:00', 'hard_guard', '08:00-21:00', '2026-11-20T08:30'],
    ['2026-11-18T07:59', 'hard_guard', '08:00-21:00', '2026-11-18T08:30'],
  ] as const) {
    it(`${when}: ${rule} ${value}`, () => {
      const verdict = checkCallingWindow(at(when), wide, city());
      if (verdict.ok) {
        expect(rule).to.equal('ok');
        return;
      }
      expect(verdict).to.include({ rule, value });
      expect(verdict.opensAt?.toISOString()).to.equal(at(opens).toISOString());
    });
  }

  it('is closed on a day that the calendar opens and the subject does not', () => {
    const weekdays = wide.filter(({ dayKind }) => dayKind === 'weekday');
    const verdict = checkCallingWindow(at('2026-11-22T10:00'), weekdays, city());
    expect(verdict).to.include({ ok: false, rule: 'calling_window', value: '休み' });
  });

  it('whatever a month says, nothing is called on a holiday, at the year end, or outside 8:00 to 21:00', () => {
    const kinds = fc.constantFrom('open' as const, 'half' as const, 'evening' as const, 'closed' as const);
    const settings = fc.record({
      opens: fc.constantFrom('00:00', '05:30', '08:30'),
      eveningCloses: fc.constantFrom('20:00', '21:00', '23:30', '24:00'),
    });
    const always = wide.map((window) => ({ ...window, opens: '08:00', closes: '21:00' }));
    fc.assert(
      fc.property(fc.array(kinds, { minLength: 80, maxLength: 80 }), settings, fc.nat(80 * 96), (all, set, quarter) => {
        const days = all.map((kind, index) => day(addDays('2026-11-01', index), kind));
        const months = ['2026-11-01', '2026-12-01', '2027-01-01'].map((first) => month(first, days));
        const calendar = city(set, months);
        const instant = new Date(at('2026-11-01T00:00').getTime() + quarter * 15 * 60_000);
        if (!checkCallingWindow(instant, always, calendar, 25).ok) return;
        const { date, minutes } = tokyoTime(instant);
        expect(isNationalHoliday(date), date).to.equal(false);
        expect(date.slice(5) >= '12-29' || date.slice(5) <= '01-03', date).to.equal(false);
        expect(minutes).to.be.within(8 * 60, 21 * 60 - 1);
        expect(days.find((one) => one.date === date)?.kind).to.not.equal('closed');
        expect(nextOpening(instant, always, calendar)?.getTime()).to.equal(instant.getTime());
      }),
      { numRuns: 300 },
    );
  });
});
