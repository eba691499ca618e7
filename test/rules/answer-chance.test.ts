import { expect } from 'chai';
import fc from 'fast-check';
import type { CallingBand } from '../../core/rules/calling-band.ts';
import {
  type AnswerCount,
  answerChance,
  answerHistory,
  type DialledType,
} from '../../core/rules/coverage/answer-chance.ts';
import { answerScore } from '../../core/rules/coverage/answer-score.ts';
import { bestTimes, CALLING_HOURS } from '../../core/rules/coverage/best-time.ts';
import type { LineResult } from '../../core/rules/vocabulary.ts';

const count = (
  numberType: DialledType,
  band: CallingBand,
  hour: number,
  dialled: number,
  answered: number,
  area = numberType === 'mobile' ? 'mobile' : '0422',
): AnswerCount => ({ numberType, band, hour, area, dialled, answered });

const evening = { band: 'evening', hour: 18, numberType: 'mobile', area: 'mobile' } as const;
const noon = { band: 'weekday_day', hour: 12, numberType: 'mobile', area: 'mobile' } as const;

describe('the chance of an answer', () => {
  it('has a belief before the first call', () => {
    expect(answerChance(answerHistory([]), evening)).to.be.closeTo(0.3, 1e-9);
  });

  it('comes to what was measured with many calls and stays with the coarser group with few', () => {
    const much = [count('mobile', 'weekday_day', 12, 4000, 800), count('mobile', 'evening', 18, 4000, 2000)];
    const history = answerHistory(much);
    expect(answerChance(history, noon)).to.be.closeTo(0.2, 0.01);
    expect(answerChance(history, evening)).to.be.closeTo(0.5, 0.01);
    const lucky = answerHistory([...much, count('mobile', 'weekday_day', 9, 3, 3)]);
    expect(answerChance(lucky, { ...noon, hour: 9 })).to.be.within(0.2, 0.27);
  });

  it('knows an area that picks up more than others of its kind', () => {
    const history = answerHistory([
      count('home', 'weekday_day', 10, 1000, 300, '0422'),
      count('home', 'weekday_day', 10, 1000, 100, '0225'),
    ]);
    const at = (area: string) => answerChance(history, { band: 'weekday_day', hour: 10, numberType: 'home', area });
    expect(at('0422')).to.be.closeTo(0.3, 0.02);
    expect(at('0225')).to.be.closeTo(0.1, 0.02);
    expect(at('0999')).to.be.within(0.18, 0.22);
  });

  it('is a chance, whatever the history', () => {
    const counts = fc.array(
      fc.record({
        numberType: fc.constantFrom<DialledType>('mobile', 'home'),
        band: fc.constantFrom<CallingBand>('weekday_day', 'evening', 'weekend'),
        hour: fc.integer({ min: 8, max: 20 }),
        area: fc.constantFrom('mobile', '0422', '0225'),
        dialled: fc.integer({ min: 0, max: 500 }),
        answered: fc.integer({ min: 0, max: 500 }),
      }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(counts, (all) => {
        const history = answerHistory(all.map((one) => ({ ...one, answered: Math.min(one.answered, one.dialled) })));
        for (const { band, hour } of CALLING_HOURS) {
          const chance = answerChance(history, { band, hour, numberType: 'home', area: '0422' });
          expect(chance).to.be.within(0.01, 0.95);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('moves the score by what the number itself did, little by little', () => {
    const history = answerHistory([count('mobile', 'weekday_day', 12, 4000, 800)]);
    const scoreOf = (...lineResult: LineResult[]) =>
      answerScore(
        history,
        noon,
        lineResult.map((result) => ({ lineResult: result })),
      );
    expect(scoreOf()).to.be.closeTo(0.2, 0.01);
    expect(scoreOf('busy', 'trunk_error')).to.equal(scoreOf());
    expect(scoreOf('no_answer', 'no_answer')).to.be.within(0.1, 0.19);
    expect(scoreOf('answered_human', 'no_answer')).to.be.within(0.22, 0.4);
    expect(scoreOf(...Array<LineResult>(30).fill('no_answer'))).to.be.above(0.05);
  });

  it('draws a row for each type and area with its best hour, the most dialled first', () => {
    const counts = [
      count('home', 'weekday_day', 10, 50, 10),
      count('mobile', 'evening', 18, 300, 150),
      count('mobile', 'weekday_day', 12, 300, 30),
    ];
    const rows = bestTimes(counts, answerHistory(counts));
    expect(rows.map(({ numberType, dialled }) => [numberType, dialled])).to.deep.equal([
      ['mobile', 600],
      ['home', 50],
    ]);
    expect(rows[0]?.best).to.deep.equal({ band: 'evening', hour: 18 });
    expect(rows[0]?.cells).to.have.length(CALLING_HOURS.length);
    expect(CALLING_HOURS.every(({ hour }) => hour >= 8 && hour < 21)).to.equal(true);
  });
});
