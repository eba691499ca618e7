import { expect } from 'chai';
import {
  bestCorrelation,
  envelope,
  patternTone,
  readWav,
  tonePower,
  toneStartMs,
  toneTrace,
  writeWav,
} from '../support/sound.ts';

describe('the measures the stories trust', () => {
  const one = patternTone({ rate: 8000, hertz: 440, seconds: 8, seed: 1 });
  const two = patternTone({ rate: 8000, hertz: 1000, seconds: 8, seed: 2 });
  const track = (sound: typeof one) => sound.channels[0] ?? new Float64Array();

  it('tell two patterns apart and a delayed copy from another sound', () => {
    const delayed = new Float64Array(track(one).length);
    delayed.set(track(one).subarray(0, delayed.length - 1600), 1600);
    expect(bestCorrelation(envelope(track(one), 8000), envelope(delayed, 8000), 10).value).to.be.greaterThan(0.9);
    expect(bestCorrelation(envelope(track(one), 8000), envelope(track(two), 8000), 10).value).to.be.lessThan(0.6);
  });

  it('find a tone and only that tone', () => {
    const steady = Float64Array.from({ length: 8000 }, (_, i) => 0.5 * Math.sin((2 * Math.PI * 440 * i) / 8000));
    expect(tonePower(steady, 8000, 440)).to.be.closeTo(0.25, 0.01);
    expect(tonePower(steady, 8000, 1000)).to.be.lessThan(0.001);
    const late = new Float64Array(16000);
    late.set(steady, 8000);
    expect(toneStartMs(late, 8000, 440)).to.be.within(980, 1005);
    expect(toneTrace(late, 8000, 440).findIndex((power) => power > 0.1)).to.be.within(19, 21);
  });

  it('read back what they wrote, also with a header that was never finished', () => {
    const file = writeWav({ rate: 8000, channels: [track(one), track(two)] });
    file.writeUInt32LE(0, 40);
    const back = readWav(file);
    expect(back.channels).to.have.length(2);
    expect(back.channels[1]?.length).to.equal(64000);
    expect(tonePower(back.channels[1] ?? new Float64Array(), 8000, 440)).to.be.lessThan(0.001);
  });
});
