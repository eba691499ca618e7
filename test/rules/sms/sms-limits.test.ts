import { expect } from 'chai';
import { countersSince, DEFAULT_SMS_LIMITS, smsLimits, withinSmsCaps } from '../../../core/rules/sms/sms-limits.ts';
import { nextPartState, stateOfParts } from '../../../core/rules/sms/sms-state.ts';

const at = (text: string) => new Date(`${text}+09:00`);

describe('caps and states of SMS', () => {
  it('days and fiscal years begin in Japan', () => {
    expect(countersSince(at('2026-04-01T00:30:00'))).to.deep.equal({
      day: at('2026-04-01T00:00:00'),
      year: at('2026-04-01T00:00:00'),
    });
    expect(countersSince(at('2026-03-31T23:30:00')).year).to.deep.equal(at('2025-04-01T00:00:00'));
  });

  it('the day’s cap waits for tomorrow, the year’s for April', () => {
    const limits = { ...DEFAULT_SMS_LIMITS, perDay: 2, perYear: 5 };
    expect(withinSmsCaps(at('2026-11-20T10:00:00'), limits, { day: 1, year: 4 })).to.equal(null);
    expect(withinSmsCaps(at('2026-11-20T10:00:00'), limits, { day: 2, year: 4 })).to.deep.equal({
      code: 'sms_cap_day',
      again: at('2026-11-21T00:00:00'),
    });
    expect(withinSmsCaps(at('2026-11-20T10:00:00'), limits, { day: 0, year: 5 })).to.deep.equal({
      code: 'sms_cap_year',
      again: at('2027-04-01T00:00:00'),
    });
  });

  it('a cap that cannot be read is nought, not the default', () => {
    expect(smsLimits({ perDay: 'many' }).perDay).to.equal(0);
    expect(smsLimits({ perDay: -1 }).perDay).to.equal(0);
    expect(smsLimits(null)).to.deep.equal(DEFAULT_SMS_LIMITS);
  });

  it('delivered is every part; a report that comes late or twice takes nothing back', () => {
    expect(stateOfParts(['delivered', 'accepted'])).to.equal('accepted');
    expect(stateOfParts(['delivered', 'delivered'])).to.equal('delivered');
    expect(stateOfParts(['delivered', 'failed'])).to.equal('failed');
    expect(stateOfParts([])).to.equal('accepted');
    expect(nextPartState('delivered', 'accepted')).to.equal('delivered');
    expect(nextPartState('delivered', 'failed')).to.equal('delivered');
    expect(nextPartState('accepted', 'failed')).to.equal('failed');
  });
});
