import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { PIECE_HEARD, WORDS_HEARD, wordsHeard } from '../stories/support/spoken-words.ts';
import { mulberry32 } from '../support/fake-asterisk/chaos.ts';
import { writeWav } from '../support/sound.ts';

const RATE = 8_000;
const PACKET = 160;

/** Syllables of different length and loudness, with pauses: rises and falls like speech. */
function speech(seed: number, seconds: number): number[] {
  const random = mulberry32(seed);
  const samples: number[] = [];
  while (samples.length < seconds * RATE) {
    const [length, loud] = [0.06 + random() * 0.2, random() < 0.2 ? 0 : 0.1 + random() * 0.5];
    for (let index = 0; index < length * RATE; index += 1)
      samples.push(loud * Math.sin((Math.PI * index) / (length * RATE)) * (random() - 0.5));
  }
  return samples.slice(0, seconds * RATE);
}

/** As it arrives: somewhere in the call, without a share of its packets. */
const arrived = (said: readonly number[], lostShare: number): number[] => {
  const random = mulberry32(3);
  const packets = Array.from({ length: Math.floor(said.length / PACKET) }, (_, index) =>
    said.slice(index * PACKET, (index + 1) * PACKET),
  ).filter(() => random() >= lostShare);
  return [...Array<number>(2_345).fill(0), ...packets.flat(), ...Array<number>(3 * RATE).fill(0)];
};

describe('which sentence was heard', () => {
  let folder: string;
  const greeting = speech(1, 4);
  const sentences = { closed: 11, holiday: 12, busy: 13 };
  const said = (seed: number) => [...greeting, ...speech(seed, 6)];
  const file = (name: string) => join(folder, `${name}.wav`);
  const write = (name: string, samples: readonly number[]) =>
    writeFileSync(file(name), writeWav({ rate: RATE, channels: [Float64Array.from(samples)] }));
  const all = () => Object.keys(sentences).map(file);

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'toritsugi-words-'));
    for (const [name, seed] of Object.entries(sentences)) write(name, said(seed));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const lost of [0, 0.01, 0.03])
    it(`is told from others that begin alike, with ${lost * 100} % of all packets lost`, () => {
      for (const [name, seed] of Object.entries(sentences)) {
        write('heard', arrived(said(seed), lost));
        const heard = wordsHeard(file('heard'), all());
        expect(heard.file).to.equal(file(name));
        expect(heard.mean, name).to.be.above(WORDS_HEARD);
        expect(heard.worst, name).to.be.above(PIECE_HEARD);
      }
    });

  it('is missed when its last two seconds were not said', () => {
    for (const seed of Object.values(sentences)) {
      write('heard', arrived(said(seed).slice(0, -2 * RATE), 0));
      expect(wordsHeard(file('heard'), all()).worst).to.be.below(PIECE_HEARD);
    }
  });

  it('is none where something else was said, or nothing', () => {
    write('heard', arrived(speech(99, 10), 0));
    expect(wordsHeard(file('heard'), all()).mean).to.be.below(WORDS_HEARD);
    write('heard', Array<number>(12 * RATE).fill(0));
    expect(wordsHeard(file('heard'), all()).mean).to.be.below(WORDS_HEARD);
  });
});
