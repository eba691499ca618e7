import { expect } from 'chai';
import { EchoEar, MARK_AMPLITUDE, MARK_HERTZ, MARK_SEC, MARKS_AT_SEC } from '../../softphone/phone/echo-ear.ts';

const RATE = 48_000;
const SENT_SEC = 1;

/** Four seconds of what comes back: marks that took `tripSec`, at `gain`, over a voice that sings at `voiceHertz`. */
function cameBack(tripSec: number, gain: number, lost: readonly number[] = [], voice = 0): Float64Array {
  const sound = new Float64Array(4 * RATE);
  for (let index = 0; index < sound.length; index += 1)
    sound[index] = voice * Math.sin((2 * Math.PI * 440 * index) / RATE);
  for (const [number, after] of MARKS_AT_SEC.entries()) {
    if (lost.includes(number)) continue;
    const from = Math.round((SENT_SEC + after + tripSec) * RATE);
    for (let index = from; index < from + MARK_SEC * RATE; index += 1)
      sound[index] = gain * MARK_AMPLITUDE * Math.sin((2 * Math.PI * MARK_HERTZ * index) / RATE);
  }
  return sound;
}

/** In pieces that overlap, as a page reads them. */
function listen(sound: Float64Array, everySec = 0.04, size = 8_192): EchoEar {
  const ear = new EchoEar(RATE);
  for (let end = size; end <= sound.length; end += Math.round(everySec * RATE))
    ear.hear(sound.subarray(end - size, end), end / RATE);
  return ear;
}

describe('the echo of the readiness check', () => {
  for (const tripSec of [0.04, 0.18, 0.62])
    it(`tells a way of ${tripSec * 1_000} ms, also under a voice`, () => {
      const measure = listen(cameBack(tripSec, 1, [], 0.3)).measure(SENT_SEC);
      expect(measure?.roundTripMs).to.be.within(tripSec * 1_000 - 12, tripSec * 1_000 + 3);
      expect(measure?.levelDb).to.be.within(-1, 1);
    });

  it('tells how much quieter it came back', () => {
    expect(listen(cameBack(0.2, 0.4)).measure(SENT_SEC)?.levelDb).to.be.within(-9, -7);
  });

  it('one mark may be lost, two may not', () => {
    expect(listen(cameBack(0.2, 1, [2])).measure(SENT_SEC)?.roundTripMs).to.be.within(188, 203);
    expect(listen(cameBack(0.2, 1, [0, 2])).measure(SENT_SEC)).to.equal(null);
  });

  it('hears nothing in silence, in a voice alone, and in what is too faint', () => {
    expect(listen(new Float64Array(4 * RATE)).measure(SENT_SEC)).to.equal(null);
    expect(listen(cameBack(0.2, 0, [], 0.4)).measure(SENT_SEC)).to.equal(null);
    expect(listen(cameBack(0.2, 0.1)).measure(SENT_SEC)).to.equal(null);
  });

  it('a page that looked away too long counts no beginning it did not hear', () => {
    const sound = cameBack(0.2, 1);
    const ear = new EchoEar(RATE);
    const at = (endSec: number) => ear.hear(sound.subarray(endSec * RATE - 2_400, endSec * RATE), endSec);
    for (const endSec of [0.5, 1.25, 1.6, 2.1, 2.5]) at(endSec);
    expect(ear.measure(SENT_SEC)).to.equal(null);
  });
});
