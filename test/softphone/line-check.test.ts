import { expect } from 'chai';
import { checkLine } from '../../softphone/phone/line-check.ts';

describe('the way to the server', () => {
  const NOW = Date.parse('2026-11-24T01:00:00.500Z');
  function line(trips: number[], aheadMs = 0) {
    let passed = 0;
    const clock = { wallMs: () => NOW + passed + aheadMs, monotonicMs: () => passed };
    const ask = async () => {
      const trip = trips.shift();
      if (trip === undefined) throw new Error('no answer');
      passed += trip / 2;
      const date = new Date(Math.floor((NOW + passed) / 1_000) * 1_000).toUTCString();
      passed += trip / 2;
      return { date };
    };
    return checkLine(ask, clock);
  }

  it('is as long as the middle one of several trips: one slow first one says nothing', async () => {
    expect((await line([900, 20, 22, 18, 24]))?.roundTripMs).to.equal(22);
  });
  it('tells a clock that is off, to the second', async () => {
    expect(Math.abs((await line([20, 20, 20, 20, 20]))?.clockOffMs ?? 9_999)).to.be.below(600);
    expect((await line([20, 20, 20, 20, 20], 90_000))?.clockOffMs).to.be.within(89_400, 90_600);
  });
  it('says nothing when nobody answers', async () => {
    expect(await line([20, 20])).to.equal(null);
  });
});
