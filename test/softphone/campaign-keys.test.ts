import { expect } from 'chai';
import { type CampaignPress, campaignKey } from '../../softphone/features/campaigns/campaign-keys.ts';
import { daysOf, presetPeriod } from '../../softphone/features/goals/period.ts';

const press = (key: string, more: Partial<CampaignPress> = {}): CampaignPress => ({
  key,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  repeat: false,
  isComposing: false,
  ...more,
});

describe('campaign keys', () => {
  for (const [key, expected] of [
    ['j', { type: 'move', by: 1 }],
    ['ArrowUp', { type: 'move', by: -1 }],
    ['1', { type: 'mode', mode: 'preview' }],
    ['2', { type: 'mode', mode: 'progressive' }],
    ['3', { type: 'mode', mode: 'predictive' }],
    ['s', { type: 'start' }],
    ['p', { type: 'pause' }],
    ['h', { type: 'hold' }],
    ['e', { type: 'open' }],
    ['Enter', { type: 'open' }],
    ['Escape', { type: 'close' }],
    ['4', null],
    ['f', null],
  ] as const) {
    it(`${key} → ${expected ? JSON.stringify(expected) : 'nothing'}`, () => {
      expect(campaignKey(press(key), false)).to.deep.equal(expected);
    });
  }

  it('leave every key but Esc to who writes, and all to an IME or with a modifier', () => {
    for (const key of ['1', '3', 's', 'p', 'j']) {
      expect(campaignKey(press(key), true), key).to.equal(null);
      expect(campaignKey(press(key, { ctrlKey: true }), false), key).to.equal(null);
      expect(campaignKey(press(key, { isComposing: true }), false), key).to.equal(null);
    }
    expect(campaignKey(press('Escape'), true)).to.deep.equal({ type: 'close' });
  });

  it('a held key switches nothing twice', () => {
    for (const key of ['1', 's', 'p']) expect(campaignKey(press(key, { repeat: true }), false)).to.equal(null);
  });
});

describe('periods of goals', () => {
  it('are whole days, ends included', () => {
    expect(presetPeriod('today', '2026-03-01')).to.deep.equal({ from: '2026-03-01', to: '2026-03-01' });
    expect(presetPeriod('week', '2026-03-01')).to.deep.equal({ from: '2026-02-23', to: '2026-03-01' });
    expect(presetPeriod('month', '2026-03-31')).to.deep.equal({ from: '2026-03-01', to: '2026-03-31' });
    expect(presetPeriod('lastMonth', '2026-03-31')).to.deep.equal({ from: '2026-02-01', to: '2026-02-28' });
    expect(daysOf({ from: '2026-02-27', to: '2026-03-02' })).to.have.length(4);
  });
});
