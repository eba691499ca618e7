import { expect } from 'chai';
import fc from 'fast-check';
import { createForecast } from '../../../core/rules/pacing/forecast.ts';

const HORIZON = 3;
const rising = fc
  .array(fc.double({ min: 0, max: 0.3, noNaN: true }), { minLength: HORIZON + 1, maxLength: HORIZON + 1 })
  .map((steps) => {
    let sum = 0;
    return Float64Array.from(steps, (step, second) => {
      sum += second === 0 ? 0 : step;
      return sum;
    });
  });

/** Chance that at least `least` of independent events happen, by every outcome there is. */
function outcomes(chances: readonly number[]): number[] {
  let counts = [1];
  for (const chance of chances) {
    const next = new Array<number>(counts.length + 1).fill(0);
    counts.forEach((weight, count) => {
      next[count] = (next[count] ?? 0) + weight * (1 - chance);
      next[count + 1] = (next[count + 1] ?? 0) + weight * chance;
    });
    counts = next;
  }
  return counts;
}

function lostByHand(idle: number, frees: readonly number[], answers: readonly number[]): number {
  let lost = 0;
  outcomes(frees).forEach((freeWeight, free) => {
    outcomes(answers).forEach((answerWeight, answered) => {
      if (answered >= idle + free) lost += freeWeight * answerWeight;
    });
  });
  return lost;
}

describe('the forecast of answers and agents', () => {
  it('is exact: the chance to find nobody equals that of every outcome counted by hand', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4 }),
        fc.array(rising, { maxLength: 4 }),
        fc.array(rising, { maxLength: 6 }),
        (idle, agents, calls) => {
          const forecast = createForecast(HORIZON, idle + agents.length + 1, 1);
          forecast.reset(idle);
          for (const by of agents) forecast.addAgent(by, 0);
          for (const by of calls) forecast.addCall({ person: by, any: by }, 1, 0);
          forecast.measure(0);
          for (let second = 1; second <= HORIZON; second += 1) {
            const at = (rows: readonly Float64Array[]) => rows.map((row) => row[second] ?? 0);
            // An agent all but sure not to come free is left out.
            const frees = at(agents.filter((by) => (by[HORIZON] ?? 0) >= 1e-4));
            expect(forecast.lost[second]).to.be.closeTo(lostByHand(idle, frees, at(calls)), 1e-9);
            expect(forecast.lostNext[second]).to.be.closeTo(lostByHand(idle, frees, [...at(calls), 1]), 1e-9);
          }
        },
      ),
      { numRuns: 150, seed: 5 },
    );
  });

  it('counts an agent who comes free within the patience as free', () => {
    const forecast = createForecast(HORIZON, 2, 1);
    forecast.reset(0);
    forecast.addAgent(Float64Array.from([0, 0, 1, 1, 1, 1]), 2);
    forecast.measure(0);
    expect(forecast.lost[0]).to.be.closeTo(0, 1e-9);
    forecast.reset(0);
    forecast.addAgent(Float64Array.from([0, 0, 0, 1, 1, 1]), 2);
    forecast.measure(0);
    expect(forecast.lost[0]).to.equal(1);
  });

  it('lets a waiting citizen take the first agent', () => {
    const forecast = createForecast(HORIZON, 3, 1);
    forecast.reset(1);
    forecast.addWaiting(1);
    forecast.measure(0);
    expect(forecast.lost[0]).to.equal(1);
  });

  it('reckons with callers before they come', () => {
    const forecast = createForecast(HORIZON, 3, 1);
    forecast.reset(1);
    forecast.addArrivals(0.1);
    forecast.measure(0);
    expect(forecast.lost[HORIZON]).to.be.closeTo(1 - Math.exp(-0.3), 0.02);
  });
});
