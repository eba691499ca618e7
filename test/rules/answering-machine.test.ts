import { expect } from 'chai';
import fc from 'fast-check';
import { DEFAULT_GREETING, FRAME_MS, judgeGreeting } from '../../core/rules/answering-machine/greeting.ts';
import { type LabelledGreeting, trainThreshold } from '../../core/rules/answering-machine/train-threshold.ts';

/** `[silence, voice, silence …]` in ms, as frames. */
function sound(...spans: number[]): number[] {
  return spans.flatMap((ms, index) => Array<number>(ms / FRAME_MS).fill(index % 2 === 0 ? 0.001 : 0.2));
}
const on = { ...DEFAULT_GREETING, machineFromMs: 2_600 };

describe('answering machine: who picked up', () => {
  const table: [string, number[], string, number | null][] = [
    ['はい、山口でございます (pause inside) and waits', sound(380, 140, 500, 1_180, 1_000), 'person', 1_820],
    ['もしもし and waits', sound(200, 520, 1_000), 'person', 520],
    ['an announcement that breathes and goes on', sound(540, 560, 640, 1_760, 660, 1_660), 'machine', 2_600],
    ['silence only', sound(6_000), 'uncertain', null],
    ['somebody who speaks up late', sound(4_800, 400), 'uncertain', 200],
  ];
  for (const [name, levels, verdict, greetingMs] of table)
    it(`${name}: ${verdict}`, () => {
      expect(judgeGreeting(levels, on)).to.include({ verdict, greetingMs });
    });

  it('asks for more while nothing can be said', () => {
    expect(judgeGreeting(sound(400, 1_000), on)).to.equal(undefined);
  });

  it('never says machine before it was trained, whatever it hears', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { maxLength: 300 }), (levels) => {
        expect(judgeGreeting(levels, DEFAULT_GREETING)?.verdict).to.not.equal('machine');
      }),
    );
  });

  it('says the same however the frames arrive, and never later than the limit', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 0.005, 0.2), { minLength: 260, maxLength: 300 }), (levels) => {
        const whole = judgeGreeting(levels, on);
        let grown: ReturnType<typeof judgeGreeting>;
        for (let n = 1; n <= levels.length && !grown; n += 1) grown = judgeGreeting(levels.slice(0, n), on);
        expect(grown).to.deep.equal(whole);
        expect(whole?.atMs).to.be.at.most(on.decideByMs);
      }),
    );
  });
});

describe('answering machine: training by agents’ results', () => {
  const persons = (n: number, ms: (i: number) => number): LabelledGreeting[] =>
    Array.from({ length: n }, (_, i) => ({ greetingMs: ms(i), label: 'person' }));
  const machines = (n: number, ms: (i: number) => number): LabelledGreeting[] =>
    Array.from({ length: n }, (_, i) => ({ greetingMs: ms(i), label: 'machine' }));

  it('says nothing with few labels', () => {
    expect(trainThreshold([...persons(399, () => 500), ...machines(400, () => 4_000)]).machineFromMs).to.equal(null);
  });
  it('takes the smallest threshold that keeps the promise to persons', () => {
    const trained = trainThreshold([...persons(1_000, (i) => 400 + i), ...machines(300, (i) => 900 + i * 10)]);
    expect(trained.personsLost / trained.persons).to.be.lessThan(0.01);
    expect(trained.machineFromMs).to.be.within(1_390, 1_500);
    expect(trained.machinesFound).to.be.greaterThan(200);
  });
  it('says nothing where persons talk as long as machines', () => {
    expect(trainThreshold([...persons(1_000, () => 3_000), ...machines(300, () => 2_000)]).machineFromMs).to.equal(
      null,
    );
  });
});
