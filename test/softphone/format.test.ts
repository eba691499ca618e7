import { expect } from 'chai';
import fc from 'fast-check';
import { addSample, secondsLeft } from '../../softphone/features/imports/time-left.ts';
import { levelOf } from '../../softphone/phone/level-meter.ts';
import { PacketCounter } from '../../softphone/phone/packet-counts.ts';
import { duration, eraDate, eraYear, monthDayTime, phoneText, shortEraDate, yen } from '../../softphone/ui/format.ts';
import { splitName } from '../../softphone/ui/graphemes.ts';

describe('what people read', () => {
  const dates = [
    ['1963-08-10', '昭和38年8月10日', 'S38.8.10'],
    ['1989-01-07', '昭和64年1月7日', 'S64.1.7'],
    ['1989-01-08', '平成元年1月8日', 'H1.1.8'],
    ['2019-04-30', '平成31年4月30日', 'H31.4.30'],
    ['2019-05-01', '令和元年5月1日', 'R1.5.1'],
    ['1926-12-24', '大正15年12月24日', 'T15.12.24'],
    ['1912-07-30', '大正元年7月30日', 'T1.7.30'],
  ] as const;
  for (const [iso, long, short] of dates) {
    it(`${iso} is ${long}`, () => {
      expect([eraDate(iso), shortEraDate(iso)]).to.deep.equal([long, short]);
    });
  }

  it('shows what is no date as it came', () => {
    expect(eraDate('不明')).to.equal('不明');
  });

  it('names a levy year after the era of its April', () => {
    expect([2026, 2019, 2018].map(eraYear)).to.deep.equal(['R8', 'R1', 'H30']);
  });

  it('writes money, time and numbers', () => {
    expect(yen(587_584_150)).to.equal('￥587,584,150');
    expect([0, 65.9, 3_661].map(duration)).to.deep.equal(['00:00', '01:05', '1:01:01']);
    expect(monthDayTime('2026-11-20T15:05:00Z')).to.equal('11/21 00:05');
    expect(phoneText('09000000001', '090 0000 0001')).to.equal('090-0000-0001');
    expect(phoneText('0463000001', '0463-00-0001')).to.equal('0463-00-0001');
    expect(phoneText('0312340001', '0312340001')).to.equal('03-1234-0001');
    expect(phoneText('0220001100', '0220001100')).to.equal('022-000-1100');
    expect(phoneText(null, '不明')).to.equal('不明');
  });
});

describe('names with variants', () => {
  it('keeps a selector with the character before it, and marks only those', () => {
    expect(splitName('渡邉\u{E0102}　千尋')).to.deep.equal([
      { text: '渡', variant: false },
      { text: '邉\u{E0102}', variant: true },
      { text: '　千尋', variant: false },
    ]);
    expect(splitName('𠮷田')).to.deep.equal([
      { text: '𠮷', variant: true },
      { text: '田', variant: false },
    ]);
    expect(splitName('髙﨑')).to.deep.equal([{ text: '髙﨑', variant: false }]);
  });

  it('never loses or reorders a character', () => {
    const character = fc.constantFrom('渡', '邉', '𠮷', '\u{E0101}', '\u{FE00}', '　', 'ア');
    fc.assert(
      fc.property(fc.array(character), (characters) => {
        const name = characters.join('');
        expect(
          splitName(name)
            .map(({ text }) => text)
            .join(''),
        ).to.equal(name);
      }),
    );
  });
});

describe('progress and levels', () => {
  it('guesses the time left from the last seconds, and not before it can', () => {
    let samples = addSample([], { atMs: 0, rows: 0 });
    expect(secondsLeft(samples, 1_000)).to.equal(null);
    samples = addSample(samples, { atMs: 2_000, rows: 200 });
    expect(secondsLeft(samples, 1_000)).to.equal(8);
    expect(secondsLeft(samples, null)).to.equal(null);
    expect(addSample(samples, { atMs: 3_000, rows: 10 })).to.have.length(1);
  });

  it('puts silence at 0, full scale at 1 and speech between', () => {
    expect(levelOf(new Float32Array(512))).to.equal(0);
    expect(levelOf(new Float32Array(512).fill(1))).to.equal(1);
    expect(levelOf(new Float32Array(512).fill(0.03))).to.be.within(0.4, 0.7);
  });

  it('counts packets since the last look, and starts over with a new call', () => {
    const counter = new PacketCounter();
    const look = (packetsReceived: number, packetsSent: number) =>
      counter.read([
        { type: 'inbound-rtp', kind: 'audio', packetsReceived, packetsLost: 0, jitter: 0.004 },
        { type: 'outbound-rtp', kind: 'audio', packetsSent },
        { type: 'inbound-rtp', kind: 'video', packetsReceived: 9 },
      ]);
    expect(look(100, 90)).to.deep.equal({ received: 100, sent: 90, lost: 0, jitterMs: 4 });
    expect(look(150, 140)).to.include({ received: 50, sent: 50 });
    expect(look(10, 8)).to.include({ received: 10, sent: 8 });
  });
});
