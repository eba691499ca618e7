import { expect } from 'chai';
import fc from 'fast-check';
import { initMessage } from '../../bench/pacing/process-pacer.ts';
import { createPacer } from '../../core/rules/pacing/create-pacer.ts';
import type { Pacer, PacingDecision, PacingEvent, PacingInit } from '../../core/rules/pacing/types.ts';
import { arrearsLine, arrearsScenario } from '../../core/rules/pacing-simulation/arrears-workload.ts';
import { pacingInitOf } from '../../core/rules/pacing-simulation/scenario.ts';
import { simulate } from '../../core/rules/pacing-simulation/simulate.ts';
import { openPacingSession } from '../../runtime/pacing/pacing-session.ts';

/** The controller as the protocol gives it, in this process. */
function spoken(init: PacingInit): Pacer {
  const session = openPacingSession((one) => createPacer(one));
  const ask = (message: object) => JSON.parse(session.answer(JSON.stringify(message)) ?? '{}') as PacingDecision;
  expect(ask(initMessage(init))).to.have.property('ok', true);
  return {
    name: 'spoken',
    memory: () => ({}),
    step(now, events) {
      const decision = ask({ t: 'step', now, ev: events });
      expect(decision).to.have.all.keys('dial', 'cancel');
      return decision;
    },
  };
}

const scenario = arrearsScenario(4, 0.3, 0.03, {
  daySec: 1_200,
  lines: [arrearsLine('A', 0.03, 0.2), arrearsLine('B', 0.01, 0.4)],
  skills: [['A'], ['A', 'B'], ['A', 'B'], ['B']],
  shifts: [
    [{ fromSec: 0, toSec: 900 }],
    [{ fromSec: 0, toSec: 1_200 }],
    [{ fromSec: 300, toSec: 1_200 }],
    [{ fromSec: 0, toSec: 1_200 }],
  ],
  detection: { machines: 0.8, persons: 0 },
  readySignalSec: 6,
});

describe('a conversation with the pacing controller', () => {
  it('is the same function that the running dialler asks: word for word the same days', () => {
    const init = pacingInitOf(scenario);
    const direct = simulate(scenario, createPacer(init), { seed: 9, days: 2 });
    expect(simulate(scenario, spoken(init), { seed: 9, days: 2 })).to.deep.equal(direct);
    expect(direct.persons).to.be.above(10);
    expect(direct.refusedCancels).to.equal(0);
  });

  it('never fails and never wishes nonsense, whatever is told in whatever order', () => {
    const id = fc.integer({ min: 0, max: 6 });
    const line = fc.constantFrom('A', 'B');
    const event: fc.Arbitrary<PacingEvent> = fc.oneof(
      fc.record({ e: fc.constant('dialled' as const), call: id, line }),
      fc.record({ e: fc.constant('inbound' as const), call: id, line }),
      fc.record({
        e: fc.constantFrom('failed', 'no_answer', 'machine', 'answered', 'dropped', 'cancelled', 'inbound_gone'),
        call: id,
      }),
      fc.record({ e: fc.constant('connected' as const), call: id, agent: id }),
      fc.record({ e: fc.constantFrom('talk_end', 'agent_ready', 'agent_off', 'ready_soon'), agent: id }),
      fc.record({
        e: fc.constant('handled' as const),
        agent: id,
        result: fc.constantFrom('contact', 'absent', 'machine'),
      }),
    );
    const steps = fc.array(
      fc.record({ after: fc.integer({ min: 0, max: 40 }), ev: fc.array(event, { maxLength: 6 }) }),
      {
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(steps, (all) => {
        const pacer = spoken(pacingInitOf(scenario));
        let now = 0;
        for (const { after, ev } of all) {
          now += after / 4;
          for (const { line: of, n } of pacer.step(now, ev).dial) {
            expect(['A', 'B']).to.include(of);
            expect(Number.isInteger(n) && n >= 1 && n <= 100, `n = ${n}`).to.equal(true);
          }
        }
      }),
      { numRuns: 40, seed: 4 },
    );
  });
});
