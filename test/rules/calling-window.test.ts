import { expect } from 'chai';
import fc from 'fast-check';
import { type CallingWindow, checkCallingWindow, dayKindOf, nextOpening } from '../../core/rules/calling-window.ts';
import { insideHardGuard } from '../../core/rules/hard-guard.ts';
import { isNationalHoliday } from '../../core/rules/national-holidays.ts';
import { addDays, minutesOf, tokyoInstant, tokyoTime } from '../../core/rules/tokyo-time.ts';
import { openCalendar } from './open-calendar.ts';

const calendar = openCalendar(isNationalHoliday);

const always: CallingWindow[] = (['weekday', 'saturday', 'sunday_holiday'] as const).map((dayKind) => ({
  dayKind,
  opens: '08:00',
  closes: '21:00',
  validFrom: '0001-01-01',
}));
const office: CallingWindow[] = [
  { dayKind: 'weekday', opens: '08:30:00', closes: '17:00:00', validFrom: '0001-01-01' },
  { dayKind: 'weekday', opens: '18:00', closes: '20:00', validFrom: '2026-12-01' },
  { dayKind: 'weekday', opens: '09:00', closes: '12:00', validFrom: '2026-12-01' },
  { dayKind: 'saturday', opens: '09:00', closes: '12:00', validFrom: '2026-12-01' },
];
const at = (text: string) => new Date(`${text}:00+09:00`);
const instants = fc.date({ min: new Date('2026-01-01'), max: new Date('2030-12-31'), noInvalidDate: true });

/** A second opinion on Japanese time, by the platform's own tables. */
const clockInTokyo = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Tokyo',
  dateStyle: 'short',
  timeStyle: 'medium',
});

describe('rule: calling window', () => {
  it('reads Tokyo time like the platform does, whatever the time zone of the machine', () => {
    const before = process.env['TZ'];
    try {
      for (const zone of ['UTC', 'America/Los_Angeles', 'Asia/Tokyo', 'Pacific/Apia']) {
        process.env['TZ'] = zone;
        fc.assert(
          fc.property(instants, (instant) => {
            const { date, minutes } = tokyoTime(instant);
            const [day, time] = clockInTokyo.format(instant).split(' ');
            expect(date).to.equal(day);
            expect(minutes).to.equal(minutesOf(time ?? ''));
            expect(tokyoInstant(date, minutes).getTime()).to.equal(Math.floor(instant.getTime() / 60_000) * 60_000);
          }),
        );
      }
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });

  it('never lets anything ring before 8:00 or at 21:00 and later, whatever the windows say', () => {
    const windows = fc.array(
      fc.record({
        dayKind: fc.constantFrom('weekday' as const, 'saturday' as const, 'sunday_holiday' as const),
        opens: fc.constantFrom('00:00', '05:00', '08:00', '12:00'),
        closes: fc.constantFrom('13:00', '21:00', '23:59', '24:00'),
        validFrom: fc.constantFrom('0001-01-01', '2027-01-01'),
      }),
    );
    fc.assert(
      fc.property(instants, windows, fc.integer({ min: 0, max: 120 }), (instant, data, ringSec) => {
        if (!checkCallingWindow(instant, data, calendar, ringSec).ok) return;
        const stillRinging = new Date(instant.getTime() + ringSec * 1_000);
        for (const moment of [instant, stillRinging]) {
          const hour = Number(clockInTokyo.format(moment).slice(11, 13));
          expect(hour).to.be.within(8, 20);
        }
      }),
      { numRuns: 500 },
    );
  });

  for (const [when, kind] of [
    ['2026-11-24', 'weekday'],
    ['2026-11-28', 'saturday'],
    ['2026-11-29', 'sunday_holiday'],
    ['2026-11-23', 'sunday_holiday'],
    ['2027-03-22', 'sunday_holiday'], // 振替休日
    ['2026-09-22', 'sunday_holiday'], // 国民の休日 between two holidays
  ] as const) {
    it(`${when} is ${kind}`, () => expect(dayKindOf(when, isNationalHoliday)).to.equal(kind));
  }

  for (const [when, expected, value, opens] of [
    ['2026-11-24T07:59', 'hard_guard', '08:00-21:00', '2026-11-24T08:30'],
    ['2026-11-24T08:00', 'calling_window', '08:30-17:00', '2026-11-24T08:30'],
    ['2026-11-24T08:30', 'ok', '', ''],
    ['2026-11-24T16:59', 'ok', '', ''],
    ['2026-11-24T17:00', 'calling_window', '08:30-17:00', '2026-11-25T08:30'],
    ['2026-11-27T21:00', 'hard_guard', '08:00-21:00', '2026-11-30T08:30'],
    ['2026-11-28T10:00', 'calling_window', '休み', '2026-11-30T08:30'],
    ['2026-11-30T22:00', 'hard_guard', '08:00-21:00', '2026-12-01T09:00'],
    ['2026-12-01T08:45', 'calling_window', '09:00-12:00,18:00-20:00', '2026-12-01T09:00'],
    ['2026-12-01T13:00', 'calling_window', '09:00-12:00,18:00-20:00', '2026-12-01T18:00'],
    ['2026-12-01T19:00', 'ok', '', ''],
    ['2026-12-05T09:00', 'ok', '', ''],
  ] as const) {
    it(`${when}: ${expected}`, () => {
      const verdict = checkCallingWindow(at(when), office, calendar);
      if (verdict.ok) {
        expect(expected).to.equal('ok');
        return;
      }
      expect(verdict).to.include({ rule: expected, value });
      expect(verdict.opensAt?.toISOString()).to.equal(at(opens).toISOString());
    });
  }

  it('counts the ring: at 20:59:40 a telephone may not start to ring for 25 seconds', () => {
    const late = new Date('2026-11-24T20:59:40+09:00');
    expect(insideHardGuard(late, 0)).to.equal(true);
    expect(insideHardGuard(late, 25)).to.equal(false);
    expect(checkCallingWindow(late, always, calendar, 25)).to.include({ ok: false, rule: 'hard_guard' });
  });

  it('names an opening that is open, is not past, and with nothing open in between', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const opening = nextOpening(instant, office, calendar);
        expect(opening).to.not.equal(null);
        if (!opening) return;
        expect(opening.getTime()).to.be.at.least(instant.getTime());
        expect(checkCallingWindow(opening, office, calendar).ok).to.equal(true);
        const steps = Math.min(60, Math.floor((opening.getTime() - instant.getTime()) / 600_000));
        for (let step = 0; step < steps; step += 1) {
          const between = new Date(instant.getTime() + step * 600_000);
          expect(checkCallingWindow(between, office, calendar).ok).to.equal(false);
        }
      }),
    );
  });

  it('is closed without any window', () => {
    expect(checkCallingWindow(at('2026-11-24T10:00'), [], calendar)).to.deep.include({
      ok: false,
      opensAt: null,
    });
    expect(addDays('2026-12-31', 1)).to.equal('2027-01-01');
  });
});
