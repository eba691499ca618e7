import { expect } from 'chai';
import { createPacer } from '../../../core/rules/pacing/create-pacer.ts';
import type { Pacer, PacingEvent, PacingInit } from '../../../core/rules/pacing/types.ts';
import { arrearsLine, arrearsScenario } from '../../../core/rules/pacing-simulation/arrears-workload.ts';
import { pacingInitOf } from '../../../core/rules/pacing-simulation/scenario.ts';
import { simulate } from '../../../core/rules/pacing-simulation/simulate.ts';
import { seeded } from './toy-centre.ts';

/** Told the events of each step in an order of its own. */
function shuffled(pacer: Pacer, seed: number): Pacer {
  const random = seeded(seed);
  return {
    ...pacer,
    step(now, events) {
      const order = events.map((event) => ({ event, at: random() })).sort((a, b) => a.at - b.at);
      return pacer.step(
        now,
        order.map(({ event }) => event),
      );
    },
  };
}

const init: PacingInit = {
  agents: 1,
  trunks: 5,
  reserve: 0,
  cps: 10,
  patienceSec: 2,
  ringTimeoutSec: 30,
  minRingSec: 15,
  tickSec: 1,
  amd: false,
  readySignalSec: 0,
  lines: [{ id: 'A', cap: 0.03 }],
};
const wishes = (pacer: Pacer, now: number, events: readonly PacingEvent[]) =>
  pacer.step(now, events).dial.reduce((sum, { n }) => sum + n, 0);

describe('the events of one step', () => {
  it('mean the same in whatever order they stand', () => {
    const scenario = arrearsScenario(4, 0.3, 0.03, {
      daySec: 3_600,
      lines: [
        arrearsLine('A', 0.03, 0.3),
        {
          ...arrearsLine('B', 0.01, 0.3),
          inbound: {
            perHour: 60,
            patience: { kind: 'exponential', mean: 60 },
            talk: { kind: 'lognormal', mean: 90, cv: 0.75 },
            wrap: { kind: 'lognormal', mean: 30, cv: 0.5 },
          },
        },
      ],
    });
    const plain = simulate(scenario, createPacer(pacingInitOf(scenario)), { seed: 5, days: 2 });
    const mixed = simulate(scenario, shuffled(createPacer(pacingInitOf(scenario)), 8), { seed: 5, days: 2 });
    expect(plain.inbound.answered).to.be.above(40);
    expect(mixed.inbound.answered).to.be.above(40);
    expect(mixed.occupancy).to.be.closeTo(plain.occupancy, 0.02);
    expect(mixed.attemptsPerAgentHour).to.be.closeTo(plain.attemptsPerAgentHour, 0.1 * plain.attemptsPerAgentHour);
  });

  it('leave no caller waiting who was given to an agent before the step told of the call', () => {
    const pacer = createPacer(init);
    pacer.step(0, [
      { e: 'connected', call: 1, agent: 0 },
      { e: 'agent_ready', agent: 0 },
      { e: 'inbound', call: 1, line: 'A' },
    ]);
    expect(wishes(pacer, 20, []), 'the only agent talks').to.equal(0);
    expect(
      wishes(pacer, 30, [
        { e: 'agent_ready', agent: 0 },
        { e: 'handled', agent: 0, result: 'contact' },
        { e: 'talk_end', agent: 0 },
      ]),
      'free again, and nobody waits',
    ).to.equal(1);
  });

  it('take an agent for busy who went on to the next caller at once', () => {
    const pacer = createPacer(init);
    pacer.step(0, [{ e: 'agent_ready', agent: 0 }]);
    pacer.step(1, [
      { e: 'inbound', call: 1, line: 'A' },
      { e: 'inbound', call: 2, line: 'A' },
      { e: 'connected', call: 1, agent: 0 },
    ]);
    pacer.step(60, [{ e: 'talk_end', agent: 0 }]);
    const next = pacer.step(90, [
      { e: 'connected', call: 2, agent: 0 },
      { e: 'handled', agent: 0, result: 'contact' },
      { e: 'agent_ready', agent: 0 },
    ]);
    expect(next.why).to.include({ agentsIdle: 0, agentsBusy: 1 });
  });

  it('end whatever order they make no sense in', () => {
    const pacer = createPacer(init);
    const { why } = pacer.step(0, [
      { e: 'handled', agent: 0, result: 'machine' },
      { e: 'connected', call: 9, agent: 0 },
      { e: 'answered', call: 8 },
      { e: 'agent_off', agent: 0 },
    ]);
    expect(why.limit).to.equal('no_agent');
  });
});
