import { expect } from 'chai';
import fc from 'fast-check';
import { chooseClockStart, formatJapan, parseJapan } from '../../runtime/instance/clock-start.ts';

const at = (text: string) => parseJapan(text) ?? Number.NaN;
/** Weekends, and the Monday of 勤労感謝の日. */
const isWorkday = (date: string) =>
  ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()) && date !== '2026-11-23';
const start = (last?: string, requested?: string) =>
  formatJapan(
    chooseClockStart({
      lastMs: last ? at(last) : undefined,
      requestedMs: requested ? at(requested) : undefined,
      isWorkday,
    }),
  );

describe('start of the simulated clock', () => {
  const cases: [string, string | undefined, string][] = [
    ['begins on the day of the sample data', undefined, '2026-11-20T10:00'],
    ['goes on with a day that is not far gone', '2026-11-20T14:59', '2026-11-20T14:59'],
    ['waits for ten in the morning', '2026-11-24T07:30', '2026-11-24T10:00'],
    ['takes the next workday after three, over weekend and holiday', '2026-11-20T15:00', '2026-11-24T10:00'],
    ['never begins on a Saturday', '2026-11-21T11:00', '2026-11-24T10:00'],
  ];
  for (const [title, last, expected] of cases) it(title, () => expect(start(last)).to.equal(expected));

  it('takes a wish, but not one that lies in the past of the data', () => {
    expect(start(undefined, '2026-11-22T23:00')).to.equal('2026-11-22T23:00');
    expect(start('2026-11-20T12:00', '2026-11-20T12:00')).to.equal('2026-11-20T12:00');
    expect(() => start('2026-11-20T12:01', '2026-11-20T12:00')).to.throw(RangeError);
  });

  it('never goes back, and always lands in working hours', () => {
    fc.assert(
      fc.property(fc.integer({ min: at('2020-01-01T00:00'), max: at('2035-01-01T00:00') }), (lastMs) => {
        const chosen = chooseClockStart({ lastMs, requestedMs: undefined, isWorkday });
        const [date = '', time = ''] = formatJapan(chosen).split('T');
        expect(chosen).to.be.at.least(lastMs);
        expect(isWorkday(date)).to.equal(true);
        expect(time >= '10:00' && time < '15:00').to.equal(true);
      }),
    );
  });
});
