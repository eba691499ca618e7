import { expect } from 'chai';
import fc from 'fast-check';
import { type CalendarDay, cityCalendar } from '../../core/rules/calendar.ts';
import { DEFAULT_CALENDAR } from '../../core/rules/calendar-parameters.ts';
import type { CallingBand } from '../../core/rules/calling-band.ts';
import type { CallingWindow } from '../../core/rules/calling-window.ts';
import type { CaseGroup } from '../../core/rules/coverage/case-group.ts';
import { fairSeats } from '../../core/rules/coverage/fair-seats.ts';
import { forecastCoverage, type PlanInput } from '../../core/rules/coverage/forecast.ts';
import { mustRingInFull } from '../../core/rules/coverage/full-ring.ts';
import { longestCalendar } from '../../core/rules/coverage/longest-calendar.ts';
import { type PlannedDay, plannedDays } from '../../core/rules/coverage/open-minutes.ts';
import { planCoverage } from '../../core/rules/coverage/plan-coverage.ts';
import { risksOf } from '../../core/rules/coverage/risks.ts';

const WINDOWS: CallingWindow[] = [
  { dayKind: 'weekday', opens: '09:00', closes: '20:00', validFrom: '0001-01-01' },
  { dayKind: 'saturday', opens: '09:00', closes: '17:00', validFrom: '0001-01-01' },
];
const HOLIDAYS = ['2026-11-23'];
const isHoliday = (date: string) => HOLIDAYS.includes(date);
const parameters = () => DEFAULT_CALENDAR;
const FROM = '2026-11-20'; // a Friday
const TO = '2026-12-04';

const day = (date: string, kind: CalendarDay['kind']): CalendarDay => ({ date, kind, interpreters: [] });

function daysWith(decided: CalendarDay[], from = FROM, fromMinute = 0, to = TO): PlannedDay[] {
  const months = ['2026-11-01', '2026-12-01'].map((month) => ({
    centreId: null,
    month,
    version: 1,
    days: decided.filter(({ date }) => date.startsWith(month.slice(0, 7))),
  }));
  const calendar = cityCalendar(parameters, months, null, isHoliday);
  const longest = longestCalendar(parameters, null, isHoliday);
  return plannedDays({ from, fromMinute, to }, WINDOWS, calendar, longest);
}

const group = (more: Partial<CaseGroup> = {}): CaseGroup => ({
  cases: 100,
  tried: [],
  attemptsLeft: 6,
  notBefore: null,
  corporate: false,
  hasNumber: true,
  endsChance: { weekday_day: 0, evening: 0, weekend: 0 },
  ...more,
});

const plan = (groups: CaseGroup[], days: PlannedDay[], more: Partial<PlanInput> = {}): PlanInput => ({
  groups,
  days,
  seats: { weekday_day: 2, evening: 2, weekend: 2 },
  attemptsPerSeatHour: { weekday_day: 20, evening: 20, weekend: 20 },
  fullRingShare: 0.9,
  maxAttemptsPerDay: 2,
  ...more,
});

const withEvening = [day('2026-11-26', 'evening')];

describe('does the promise need telephones that ring in full?', () => {
  const cut = (left: number, lastTries: number) => ({
    left,
    days: [
      { date: '2026-11-26', tries: { weekday_day: 9, evening: 0, weekend: 0 }, covered: 0, settled: 0 },
      { date: '2026-11-27', tries: { weekday_day: 0, evening: lastTries, weekend: 0 }, covered: 0, settled: 0 },
    ],
  });
  for (const [name, plan, full, before, expected] of [
    ['cutting costs a case', cut(5, 3), 4, false, true],
    ['nobody is left either way', cut(0, 3), 0, false, false],
    ['those left are lost in any case: no number, closed bands', cut(7, 3), 7, false, false],
    ['half a case is none', cut(4.5, 3), 4, false, false],
    ['cutting would do, with work to the last day: goes on', cut(0, 3), 0, true, true],
    ['cutting would do with a day to spare: no longer', cut(0, 0), 0, true, false],
    ['lost in any case, with a day to spare: no longer', cut(7, 0.2), 7, true, false],
  ] as const) {
    it(name, () => expect(mustRingInFull({ cut: plan, full: { left: full }, before })).to.equal(expected));
  }

  it('a line gets its part of the agents it shares', () => {
    const all = { skills: null, subjectScope: null, centreScope: null };
    const lines = ['A', 'B', 'C'].map((subjectId) => ({ subjectId, centreId: null }));
    const [a] = lines;
    if (!a) throw new Error('no line');
    const crew = [
      { ...all, skills: ['A'] },
      { ...all, skills: ['A', 'B'] },
      { ...all, skills: ['B'] },
    ];
    expect(fairSeats(crew, lines, a)).to.equal(1.5);
    expect(fairSeats([all, all, all], lines, a)).to.equal(1);
    expect(fairSeats([], lines, a)).to.equal(0);
  });

  it('attempts that were cut count against the limit, so fewer tries in full are left', () => {
    const two = [group({ cases: 10, attemptsLeft: 2 })];
    const days = daysWith(withEvening);
    expect(forecastCoverage(plan(two, days)).left).to.equal(0);
    const cutting = plan(two, days, { attemptsPerTry: 1.7 });
    expect(forecastCoverage(cutting).left).to.be.closeTo(10, 0.01);
    expect(risksOf(cutting, forecastCoverage(cutting)).map(({ code }) => code)).to.deep.equal(['attempt_limit']);
    expect(
      forecastCoverage(plan([group({ cases: 10, attemptsLeft: 3 })], days, { attemptsPerTry: 1.7 })).left,
    ).to.equal(0);
  });
});

describe('the days of the plan', () => {
  it('splits a weekday at 17:00 and gives holidays and closed days nothing', () => {
    const days = daysWith([...withEvening, day('2026-11-28', 'half')]);
    const on = (date: string) => days.find((one) => one.date === date);
    expect(on('2026-11-24')?.minutes).to.deep.equal({ weekday_day: 480, evening: 0, weekend: 0 });
    expect(on('2026-11-26')?.minutes).to.deep.equal({ weekday_day: 480, evening: 180, weekend: 0 });
    expect(on('2026-11-28')?.minutes).to.deep.equal({ weekday_day: 0, evening: 0, weekend: 180 });
    expect(on('2026-11-23')).to.deep.include({ reason: 'national_holiday' });
    expect(on('2026-11-23')?.minutes.weekend).to.equal(0);
  });

  it('knows what an approval could open: evenings and Saturdays, no holiday and no Sunday without a window', () => {
    const days = daysWith([]);
    const could = (date: string) => days.find((one) => one.date === date)?.couldOpen;
    expect(could('2026-11-24')).to.deep.equal({ weekday_day: 0, evening: 180, weekend: 0 });
    expect(could('2026-11-28')).to.deep.equal({ weekday_day: 0, evening: 0, weekend: 480 });
    expect(could('2026-11-29')).to.deep.equal({ weekday_day: 0, evening: 0, weekend: 0 });
    expect(could('2026-11-23')).to.deep.equal({ weekday_day: 0, evening: 0, weekend: 0 });
  });

  it('leaves out what of today is over', () => {
    expect(daysWith([], FROM, 16 * 60)[0]?.minutes.weekday_day).to.equal(60);
    expect(daysWith([], FROM, 18 * 60)[0]?.minutes.weekday_day).to.equal(0);
  });
});

describe('the coverage plan', () => {
  it('covers a case by a weekday and an evening or a weekend, by no other pair', () => {
    const tried = (...bands: CallingBand[]) => forecastCoverage(plan([group({ tried: bands })], [], {})).covered;
    expect(tried('weekday_day', 'evening')).to.equal(100);
    expect(tried('weekday_day', 'weekend')).to.equal(100);
    expect(tried('evening', 'weekend')).to.equal(0);
    expect(tried('weekday_day')).to.equal(0);
    expect(tried()).to.equal(0);
  });

  it('counts tries by seats, hours and full rings', () => {
    const { days, covered } = forecastCoverage(plan([group({ cases: 1000 })], daysWith(withEvening)));
    const evening = days.find(({ date }) => date === '2026-11-26');
    expect(evening?.tries.evening).to.be.closeTo(2 * 3 * 20 * 0.9, 1e-9);
    expect(covered).to.be.closeTo(2 * 3 * 20 * 0.9, 1e-9);
  });

  it('takes those whose other half is done first', () => {
    const half = group({ cases: 50, tried: ['weekday_day'] });
    const { leftOver } = forecastCoverage(plan([group({ cases: 1000 }), half], daysWith(withEvening)));
    expect(leftOver.some(({ group: index }) => index === 1)).to.equal(false);
  });

  it('says how many seats it takes, and they do suffice while one less does not', () => {
    const input = plan([group({ cases: 500 })], daysWith(withEvening));
    const { seatsNeeded } = planCoverage(input);
    const off = seatsNeeded.evening ?? 0;
    expect(off).to.equal(Math.ceil(500 / (3 * 20 * 0.9)));
    expect(seatsNeeded.weekend).to.equal(null);
    const leftWith = (evening: number) =>
      forecastCoverage({ ...input, seats: { weekday_day: seatsNeeded.weekday_day ?? 0, evening, weekend: 0 } }).left;
    expect(leftWith(off)).to.be.below(0.5);
    expect(leftWith(off - 1)).to.be.above(0.5);
  });

  it('calls it impossible where the calendar has no evening or weekend, and names days that are enough', () => {
    const { impossible, risks } = planCoverage(plan([group({ cases: 300 })], daysWith([])));
    expect(impossible?.cases).to.equal(300);
    expect(impossible?.message).to.match(/夜間・休日の架電日がないため、300件/);
    expect(risks.map(({ code }) => code)).to.deep.equal(['band_closed']);
    const opened = impossible?.days ?? [];
    // Two seats do 288 tries on a Saturday: one is not enough.
    expect(opened.map(({ date }) => date)).to.deep.equal(['2026-11-21', '2026-11-28']);
    const after = daysWith(opened.map(({ date, band }) => day(date, band === 'evening' ? 'evening' : 'open')));
    expect(planCoverage(plan([group({ cases: 300 })], after)).impossible).to.equal(null);
  });

  it('is not impossible for want of seats, and says that it is seats', () => {
    const { impossible, risks } = planCoverage(plan([group({ cases: 5000 })], daysWith(withEvening)));
    expect(impossible).to.equal(null);
    expect(risks[0]).to.deep.include({ code: 'seats' });
    expect(risks[0]?.message).to.include('夜間・休日');
  });

  it('gives each case at risk its own reason', () => {
    const groups = [
      group({ cases: 1, hasNumber: false }),
      group({ cases: 2, corporate: true }),
      group({ cases: 3, attemptsLeft: 1 }),
      group({ cases: 4, notBefore: '2026-12-10' }),
      group({ cases: 5, notBefore: '2026-11-27', tried: ['weekday_day'] }),
    ];
    const { risks } = planCoverage(plan(groups, daysWith(withEvening)));
    expect(Object.fromEntries(risks.map(({ code, cases }) => [code, Math.round(cases)]))).to.deep.equal({
      no_number: 1,
      corporate: 2,
      attempt_limit: 3,
      not_before: 4,
      band_closed: 5,
    });
    for (const { message } of risks) expect(message).to.match(/。$/);
  });

  it('settles whom it reaches, and never loses or invents a case', () => {
    const bands = fc.subarray<CallingBand>(['weekday_day', 'evening', 'weekend']);
    const groups = fc.array(
      fc.record({
        cases: fc.integer({ min: 1, max: 400 }),
        tried: bands,
        attemptsLeft: fc.integer({ min: 0, max: 6 }),
        notBefore: fc.constantFrom(null, '2026-11-25', '2026-12-03', '2027-01-01'),
        corporate: fc.boolean(),
        hasNumber: fc.boolean(),
        endsChance: fc.constant({ weekday_day: 0.1, evening: 0.2, weekend: 0.2 }),
      }),
      { minLength: 1, maxLength: 8 },
    );
    const seats = fc.integer({ min: 0, max: 30 });
    const days = daysWith(withEvening);
    fc.assert(
      fc.property(groups, seats, seats, fc.integer({ min: 1, max: 2 }), (all, some, more, maxAttemptsPerDay) => {
        const at = (n: number) =>
          forecastCoverage(plan(all, days, { seats: { weekday_day: n, evening: n, weekend: n }, maxAttemptsPerDay }));
        const few = at(some);
        const many = at(some + more);
        expect(few.covered + few.settled + few.left).to.be.closeTo(few.cases, 0.01);
        expect(few.leftOver.reduce((sum, { cases }) => sum + cases, 0)).to.be.closeTo(few.left, 0.01);
        expect(many.left).to.be.at.most(few.left + 0.01);
        const hopeless = all.filter(
          (one) => !one.hasNumber && !(one.tried.length > 1 && one.tried.includes('weekday_day')),
        );
        expect(few.left).to.be.at.least(hopeless.reduce((sum, { cases }) => sum + cases, 0) - 0.01);
      }),
      { numRuns: 60 },
    );
  });
});
