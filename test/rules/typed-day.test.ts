import { expect } from 'chai';
import { typedDay, typedMoment } from '../../core/rules/typed-day.ts';

/** A Friday. */
const TODAY = '2026-11-20';
const NOW_MS = Date.parse('2026-11-20T10:05:00+09:00');

describe('a day as it is typed', () => {
  const ahead: Record<string, string> = {
    1128: '2026-11-28',
    '１１２８': '2026-11-28',
    '11/28': '2026-11-28',
    '11月28日': '2026-11-28',
    1105: '2027-11-05',
    105: '2027-01-05',
    28: '2026-11-28',
    5: '2026-12-05',
    31: '2026-12-31',
    '+7': '2026-11-27',
    '＋７': '2026-11-27',
    '-3': '2026-11-17',
    水: '2026-11-25',
    金曜: '2026-11-20',
    木曜日: '2026-11-26',
    明日: '2026-11-21',
    20261205: '2026-12-05',
    '2026-12-05': '2026-12-05',
    'R8.12.5': '2026-12-05',
    令和9年1月8日: '2027-01-08',
  };
  for (const [said, on] of Object.entries(ahead)) {
    it(`${said} → ${on}`, () => expect(typedDay(said, TODAY)).to.equal(on));
  }
  const back: Record<string, string> = {
    1128: '2025-11-28',
    1115: '2026-11-15',
    水: '2026-11-18',
    金: '2026-11-20',
    28: '2026-10-28',
    一昨日: '2026-11-18',
  };
  for (const [said, on] of Object.entries(back)) {
    it(`${said}, of something that is over → ${on}`, () => expect(typedDay(said, TODAY, 'back')).to.equal(on));
  }
  for (const said of ['', '1', '0', '0230', '1399', '32', 'x', '2026-02-30', '11/', '+', '1128 14']) {
    const on = said === '1' ? '2026-12-01' : null;
    it(`${said === '' ? 'nothing' : said} → ${on ?? 'no day'}`, () => expect(typedDay(said, TODAY)).to.equal(on));
  }
});

describe('a moment as it is typed', () => {
  const moments: Record<string, string | null> = {
    '1128 1400': '2026-11-28T14:00',
    '水 10': '2026-11-25T10:00',
    '明日 9時半': '2026-11-21T09:30',
    1400: '2026-11-20T14:00',
    930: '2026-11-21T09:30',
    '18時': '2026-11-20T18:00',
    '14:30': '2026-11-20T14:30',
    '30分': '2026-11-20T10:35',
    '2時間後': '2026-11-20T12:05',
    '2026-11-28T14:00': '2026-11-28T14:00',
    '14': null,
    '1128': '2026-11-20T11:28',
    '2460': null,
    '水 25': null,
    水: null,
  };
  for (const [said, at] of Object.entries(moments)) {
    it(`${said} → ${at ?? 'none'}`, () => expect(typedMoment(said, NOW_MS)).to.equal(at));
  }
});
