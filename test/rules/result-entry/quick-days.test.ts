import { expect } from 'chai';
import { callbackTimes, monthlyDays, paidDays, promiseDays } from '../../../core/rules/result-entry/quick-days.ts';

const days = (at: string) => Object.fromEntries(promiseDays(Date.parse(at)).map(({ name, on }) => [name, on]));

describe('days that a key stands for', () => {
  it('count from the day in Japan, not in Greenwich', () => {
    // 2026-11-20T16:00Z is Saturday the 21st, 01:00, in Japan.
    expect(days('2026-11-20T16:00:00Z')).to.deep.equal({
      today: '2026-11-21',
      tomorrow: '2026-11-22',
      weekend: '2026-11-21',
      month_end: '2026-11-30',
      week_later: '2026-11-28',
      payday: '2026-11-25',
      pension: '2026-12-15',
      next_month_end: '2026-12-31',
    });
  });

  it('name the end of a short month, and the Friday before a pension day on a weekend', () => {
    expect(days('2027-02-10T03:00:00Z')).to.include({ month_end: '2027-02-28', pension: '2027-02-15' });
    // 15 August 2026 is a Saturday.
    expect(days('2026-08-03T03:00:00Z')).to.include({ pension: '2026-08-14' });
    // On the Saturday's eve the money is there today; from then on it is the 15th itself, never a day that is over.
    expect(days('2026-08-14T16:00:00Z')['pension']).to.equal('2026-10-15');
  });

  it('go back for what was paid', () => {
    const on = paidDays(Date.parse('2026-12-02T03:00:00Z')).map((day) => day.on);
    expect(on).to.deep.equal(['2026-12-02', '2026-12-01', '2026-11-30', '2026-11-29', '2026-11-25', '2026-11-30']);
  });

  it('keep their keys all day: a time that is over stays where it was', () => {
    const morning = callbackTimes(Date.parse('2026-11-20T01:00:00Z'));
    const night = callbackTimes(Date.parse('2026-11-20T09:30:00Z'));
    expect(night.map(({ name }) => name)).to.deep.equal(morning.map(({ name }) => name));
    expect(night.filter(({ past }) => past).map(({ name }) => name)).to.deep.equal(['today_17', 'evening']);
    expect(morning.every(({ past }) => !past)).to.equal(true);
    expect(callbackTimes(Date.parse('2026-11-20T14:40:00Z'))[0]?.at).to.equal('2026-11-21T00:10');
  });

  it('go from month to month, the last day where a month is too short', () => {
    expect(monthlyDays('2026-12-31', 3)).to.deep.equal(['2026-12-31', '2027-01-31', '2027-02-28']);
  });
});
