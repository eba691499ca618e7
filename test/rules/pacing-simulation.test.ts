import { expect } from 'chai';
import type { Pacer, PacingId, PacingInit } from '../../core/rules/pacing/types.ts';
import { arrearsLine, arrearsScenario } from '../../core/rules/pacing-simulation/arrears-workload.ts';
import { powerRatio } from '../../core/rules/pacing-simulation/reference-pacers/power-ratio.ts';
import { preview } from '../../core/rules/pacing-simulation/reference-pacers/preview.ts';
import { progressive } from '../../core/rules/pacing-simulation/reference-pacers/progressive.ts';
import { pacingInitOf, type Scenario } from '../../core/rules/pacing-simulation/scenario.ts';
import { simulate } from '../../core/rules/pacing-simulation/simulate.ts';

const silent = (): Pacer => powerRatio({ lines: [] } as unknown as PacingInit, 0);

/** Mean over seeds, %: one seed of a few days swings by a point and a half with the drift of its days. */
function meanOver(seeds: readonly number[], scenario: Scenario, make: (init: PacingInit) => Pacer, days: number) {
  const runs = seeds.map((seed) => simulate(scenario, make(pacingInitOf(scenario)), { seed, days }));
  const mean = (of: (run: (typeof runs)[number]) => number) =>
    (100 * runs.reduce((a, r) => a + of(r), 0)) / runs.length;
  return { occupancy: mean((run) => run.occupancy), abandonment: mean((run) => run.abandonment) };
}

/** Chance that all of `servers` are taken when `offered` erlangs arrive and nobody waits. */
function erlangB(offered: number, servers: number): number {
  let blocked = 1;
  for (let n = 1; n <= servers; n += 1) blocked = (offered * blocked) / (n + offered * blocked);
  return blocked;
}

describe('the workload simulator', () => {
  it('loses as many callers as Erlang B says when nobody waits (± 1 point)', () => {
    for (const { servers, perHour } of [
      { servers: 3, perHour: 40 },
      { servers: 10, perHour: 180 },
    ]) {
      const line = {
        ...arrearsLine('A', 0.03, 0.3),
        inbound: {
          perHour,
          // a blink: nobody waits
          patience: { kind: 'fixed', value: 0.001 } as const,
          talk: { kind: 'exponential', mean: 180 } as const,
          wrap: { kind: 'fixed', value: 0 } as const,
        },
      };
      const scenario = arrearsScenario(servers, 0.3, 0.03, {
        lines: [line],
        connectSec: 0,
        paceCv: 0,
        tickSec: 3600,
        daySec: 100 * 3600,
        trunks: 100,
      });
      const { inbound } = simulate(scenario, silent(), { seed: 7, days: 4 });
      const expected = erlangB((perHour / 3600) * 180, servers);
      expect(inbound.gone / inbound.calls).to.be.closeTo(expected, 0.01);
    }
  });

  // The published figures of the study that this workload comes from (docs/pacing.md); the tolerance is the noise of its and our seeds.
  for (const { agents, answer, manual, one } of [
    { agents: 1, answer: 0.15, manual: 27, one: 38.9 },
    { agents: 3, answer: 0.3, manual: 43, one: 57.9 },
    { agents: 10, answer: 0.45, manual: 54, one: 68.8 },
  ]) {
    it(`gives preview and progressive what the study gives them: ${agents} agents, ${100 * answer} % answer`, () => {
      const scenario = arrearsScenario(agents, answer, 0.03);
      const days = Math.max(3, Math.round(30 / agents));
      const seeds = [11, 12, 13, 14];
      const byHand = meanOver(seeds, scenario, preview, days);
      const oneToOne = meanOver(seeds, scenario, progressive, days);
      expect(oneToOne.occupancy).to.be.closeTo(one, 1.5);
      expect(byHand.occupancy).to.be.closeTo(manual, 2);
      expect(oneToOne.abandonment).to.be.below(0.05);
    });
  }

  it('gives a power ratio what the study gives it: ten agents, 15 %, five calls a free agent', () => {
    const { occupancy, abandonment } = meanOver([1, 2, 3], arrearsScenario(10, 0.15, 0.03), (i) => powerRatio(i, 5), 6);
    expect(occupancy).to.be.closeTo(77.7, 1.5);
    expect(abandonment).to.be.closeTo(2.9, 0.7);
  });

  it('is the same for the same seed and another for another', () => {
    const scenario = arrearsScenario(3, 0.3, 0.03);
    const run = (seed: number) => simulate(scenario, powerRatio(pacingInitOf(scenario), 2), { seed, days: 1 });
    expect(run(5)).to.deep.equal(run(5));
    expect(run(5).occupancy).to.not.equal(run(6).occupancy);
  });

  it('holds trunks, reserve, rate and minimum ring whatever is wished for', () => {
    const scenario = arrearsScenario(2, 0.3, 0.03, { trunks: 6, reserve: 2, cps: 2, daySec: 1800 });
    let alive = 0;
    let most = 0;
    const placedAt: number[] = [];
    const ringing = new Map<number, number>();
    const tooEarly: number[] = [];
    const greedy: Pacer = {
      ...progressive(pacingInitOf(scenario)),
      step(now, events) {
        for (const event of events) {
          if (event.e === 'dialled') {
            alive += 1;
            placedAt.push(now);
            ringing.set(Number(event.call), now);
          }
          if (['failed', 'no_answer', 'dropped', 'cancelled', 'talk_end'].includes(event.e)) alive -= 1;
          if (event.e === 'cancelled' && now < 1800 && now - (ringing.get(Number(event.call)) ?? 0) < 15) {
            tooEarly.push(now);
          }
        }
        most = Math.max(most, alive);
        const wish = progressive(pacingInitOf(scenario)).step(now, []);
        return { ...wish, dial: [{ line: 'A', n: 50 }], cancel: [...ringing.keys()] };
      },
    };
    const result = simulate(scenario, greedy, { seed: 3, days: 1 });
    expect(most).to.equal(4);
    expect(tooEarly).to.deep.equal([]);
    expect(result.refusedCancels).to.be.above(0);
    const inOneSecond = placedAt.map((at) => placedAt.filter((other) => other > at - 1 && other <= at).length);
    expect(Math.max(...inOneSecond)).to.equal(2);
  });

  it('gives a citizen only to an agent who takes the line, callers first', () => {
    const lines = [arrearsLine('A', 0.03, 0.4), arrearsLine('B', 0.03, 0.4)];
    const scenario = arrearsScenario(3, 0.3, 0.03, { lines, skills: [['A'], ['A'], ['A']], daySec: 3600 });
    const { lines: results } = simulate(scenario, powerRatio(pacingInitOf(scenario), 2), { seed: 1, days: 1 });
    const [a, b] = results;
    expect(a?.abandonment).to.be.below(0.2);
    expect(b?.abandonment).to.equal(1);
  });

  it('cuts nobody twice running where that is asked for, and then at most every second call', () => {
    const cutter = (init: PacingInit): Pacer => {
      const inner = powerRatio(init, 3);
      const since = new Map<PacingId, number>();
      return {
        ...inner,
        step(now, events) {
          for (const event of events) {
            if (event.e === 'dialled') since.set(event.call, now);
            else if ('call' in event) since.delete(event.call);
          }
          const old = [...since].filter(([, at]) => now - at >= 15).map(([call]) => call);
          return { ...inner.step(now, events), cancel: old };
        },
      };
    };
    const cutShare = (cutOnceRunning: boolean) => {
      const scenario = arrearsScenario(5, 0.2, 0.03, { cutOnceRunning });
      const [line] = simulate(scenario, cutter(pacingInitOf(scenario)), { seed: 4, days: 1 }).lines;
      return (line?.cancelled ?? 0) / (line?.dialled ?? 1);
    };
    expect(cutShare(false)).to.be.above(0.7);
    expect(cutShare(true)).to.be.within(0.3, 0.5);
  });

  it('counts only time on duty and finishes the call in hand', () => {
    const half = [{ fromSec: 0, toSec: 1800 }];
    const scenario = arrearsScenario(2, 0.45, 0.03, { daySec: 3600, shifts: [half, [{ fromSec: 900, toSec: 3600 }]] });
    const result = simulate(scenario, progressive(pacingInitOf(scenario)), { seed: 2, days: 1 });
    expect(result.agentHours).to.be.within((1800 + 2700) / 3600, (1800 + 2700 + 900) / 3600);
  });

  it('ends when the list is done', () => {
    const line = { ...arrearsLine('A', 0.03, 0.3), attempts: 50 };
    const scenario = arrearsScenario(5, 0.3, 0.03, { lines: [line] });
    const result = simulate(scenario, progressive(pacingInitOf(scenario)), { seed: 2, days: 5 });
    expect(result.days).to.equal(1);
    expect(result.lines[0]?.dialled).to.equal(50);
  });
});
