import { expect } from 'chai';
import { quantile, quantileRatio, seededRandom } from '../../bench/spread.ts';
import { ToneLeg } from '../../bench/tone-leg.ts';

describe('the measures the bench trusts', () => {
  it('take quantiles that were measured, in any order', () => {
    const values = Array.from({ length: 200 }, (_, index) => 200 - index);
    expect(quantile(values, 0.5)).to.equal(100);
    expect(quantile(values, 0.99)).to.equal(198);
    expect(quantile(values, 1)).to.equal(200);
    expect(quantile([7], 0.01)).to.equal(7);
  });

  it('give a ratio with a spread around it, the same for the same seed', () => {
    const theirs = Array.from({ length: 200 }, (_, index) => 10 + (index % 20));
    const ours = theirs.map((value) => value * 2);
    const ratio = quantileRatio(ours, theirs, 0.5, seededRandom(1));
    expect(ratio.ratio).to.equal(2);
    expect(ratio.low).to.be.within(1.5, 2);
    expect(ratio.high).to.be.within(2, 2.6);
    expect(quantileRatio(ours, theirs, 0.5, seededRandom(1))).to.deep.equal(ratio);
  });

  it('hear the tone listened for when it begins, not before, and no other', async () => {
    const ear = await ToneLeg.open('127.0.0.1', 440, 1_000);
    const wrongMouth = await ToneLeg.open('127.0.0.1', 440, 1_000);
    const mouth = await ToneLeg.open('127.0.0.1', 1_000, 440);
    try {
      wrongMouth.start('127.0.0.1', ear.port);
      expect(await ear.heard(150)).to.equal(false);
      expect(ear.packetsIn).to.be.above(2);
      wrongMouth.close();
      const begun = performance.now();
      mouth.start('127.0.0.1', ear.port);
      expect(await ear.heard(2_000)).to.equal(true);
      expect((ear.heardAt ?? 0) - begun).to.be.within(0, 500);
    } finally {
      for (const leg of [ear, wrongMouth, mouth]) leg.close();
    }
  });
});
