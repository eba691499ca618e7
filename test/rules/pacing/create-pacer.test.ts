import { expect } from 'chai';
import fc from 'fast-check';
import { createPacer } from '../../../core/rules/pacing/create-pacer.ts';
import type { PacingEvent, PacingInit } from '../../../core/rules/pacing/types.ts';
import { toyCentre } from './toy-centre.ts';

const init = (more: Partial<PacingInit> = {}): PacingInit => ({
  agents: 4,
  trunks: 14,
  reserve: 0,
  cps: 10,
  patienceSec: 2,
  ringTimeoutSec: 30,
  minRingSec: 15,
  tickSec: 1,
  amd: false,
  readySignalSec: 0,
  lines: [{ id: 'A', cap: 0.03 }],
  ...more,
});
const dialled = (decision: { dial: { n: number }[] }) => decision.dial.reduce((total, { n }) => total + n, 0);
const ready = (count: number): PacingEvent[] =>
  Array.from({ length: count }, (_, agent) => ({ e: 'agent_ready', agent }));

/** Centres of every shape the protocol knows. */
const centres = fc
  .record({
    agents: fc.integer({ min: 1, max: 8 }),
    trunksOver: fc.integer({ min: 0, max: 16 }),
    reserve: fc.integer({ min: 0, max: 2 }),
    cps: fc.integer({ min: 1, max: 10 }),
    minRingSec: fc.constantFrom(10, 15, 30),
    ringTimeoutSec: fc.constantFrom(20, 30),
    amd: fc.boolean(),
    ownMinRing: fc.constantFrom(undefined, 12, 25, 40),
    caps: fc.array(fc.constantFrom(0, 0.005, 0.01, 0.03, 0.2), { minLength: 1, maxLength: 4 }),
    skilled: fc.boolean(),
    seed: fc.integer({ min: 1, max: 1e6 }),
    answer: fc.constantFrom(0.05, 0.3, 0.8),
    leavesAt: fc.integer({ min: 60, max: 400 }),
    inbound: fc.constantFrom(0, 0.01),
  })
  .map((shape) => {
    const lines = shape.caps.map((cap, index) => ({
      id: `L${index}`,
      cap,
      // The last line rings as long as it likes, the others as the pool does.
      ...(shape.ownMinRing === undefined || index < shape.caps.length - 1 ? {} : { minRingSec: shape.ownMinRing }),
    }));
    const skills = Array.from({ length: shape.agents }, (_, agent) =>
      lines.filter((_line, index) => (agent + index) % 2 === 0).map(({ id }) => id),
    );
    return {
      shape,
      init: init({
        agents: shape.agents,
        trunks: shape.agents + shape.reserve + shape.trunksOver,
        reserve: shape.reserve,
        cps: shape.cps,
        minRingSec: Math.min(shape.minRingSec, shape.ringTimeoutSec),
        ringTimeoutSec: shape.ringTimeoutSec,
        amd: shape.amd,
        lines,
        ...(shape.skilled ? { skills } : {}),
      }),
    };
  });

describe('the pacer', () => {
  it('cuts calls of one line and lets those of another ring their full time', () => {
    const of = init({
      agents: 6,
      trunks: 20,
      lines: [
        { id: 'A', cap: 0.03 },
        { id: 'B', cap: 0.03, minRingSec: 30 },
      ],
    });
    const lineOf = new Map<unknown, string>();
    const pacer = createPacer(of);
    const listening = {
      ...pacer,
      step(now: number, events: readonly PacingEvent[]) {
        for (const event of events) if (event.e === 'dialled') lineOf.set(event.call, event.line);
        return pacer.step(now, events);
      },
    };
    const centre = toyCentre(of, listening, { seed: 3, answer: 0.3, inboundPerSec: 0, crew: () => 6 });
    centre.run(1_200);
    expect(centre.broken).to.deep.equal([]);
    const cut = centre.decisions.flatMap(({ decision }) => decision.cancel.map((call) => lineOf.get(call)));
    expect(cut.filter((line) => line === 'A').length).to.be.above(20);
    expect(cut.filter((line) => line === 'B')).to.have.length(0);
    const placed = [...lineOf.values()];
    // Neither takes the other's turns.
    expect(placed.filter((line) => line === 'B').length / placed.length).to.be.within(0.35, 0.65);
  });

  it('keeps its promises in centres of every shape', () => {
    fc.assert(
      fc.property(centres, ({ shape, init: of }) => {
        const pacer = createPacer(of);
        const centre = toyCentre(of, pacer, {
          seed: shape.seed,
          answer: shape.answer,
          inboundPerSec: shape.inbound,
          crew: (now) => (now < 5 || now > shape.leavesAt ? 0 : of.agents),
        });
        centre.run(450);
        expect(centre.broken).to.deep.equal([]);
        const perSecond = new Map<number, number>();
        for (const { now, decision } of centre.decisions) {
          perSecond.set(now, (perSecond.get(now) ?? 0) + dialled(decision));
          expect(decision.why.lines.map(({ cap }) => cap)).to.satisfy((caps: number[]) =>
            caps.every((cap) => cap <= 0.03),
          );
        }
        expect(Math.max(...perSecond.values())).to.be.at.most(of.cps);
        expect(JSON.stringify(pacer.memory())).to.not.include('null');
      }),
      { numRuns: 40, seed: 7 },
    );
  });

  it('decides the same when told the same', () => {
    const hear = () => {
      const centre = toyCentre(init(), createPacer(init()), { seed: 3, answer: 0.3, crew: () => 4 });
      centre.run(900);
      return JSON.stringify(centre.decisions);
    };
    expect(hear()).to.equal(hear());
  });

  it('goes on from its memory as if it had never stopped', () => {
    const of = init({
      lines: [
        { id: 'A', cap: 0.01 },
        { id: 'B', cap: 0.03 },
      ],
    });
    const first = createPacer(of);
    const morning = toyCentre(of, first, { seed: 11, answer: 0.4, crew: () => 4 });
    morning.run(1800);
    morning.closeDay();
    first.step(morning.now() - 1, []);
    const remembered = JSON.parse(JSON.stringify(first.memory()));
    const second = createPacer(of, remembered);
    second.step(morning.now() - 1, []);
    const afternoon = (pacer: typeof first) => {
      const events = ready(4).map((event) => ({ now: morning.now(), event }));
      const said = [
        pacer.step(
          morning.now(),
          events.map(({ event }) => event),
        ),
      ];
      for (let second = 1; second < 40; second += 1) said.push(pacer.step(morning.now() + second, []));
      return said.map(({ dial, cancel, why }) => ({ dial, cancel, limit: why.limit }));
    };
    const strip = (said: ReturnType<typeof afternoon>) => JSON.stringify(said);
    expect(strip(afternoon(second))).to.equal(strip(afternoon(first)));
  });

  it('keeps the memory of a line that rests', () => {
    const of = init({
      lines: [
        { id: 'A', cap: 0.01 },
        { id: 'B', cap: 0.03 },
      ],
    });
    const pacer = createPacer(of);
    toyCentre(of, pacer, { seed: 2, answer: 0.4, crew: () => 4 }).run(600);
    const memory = pacer.memory();
    const without = createPacer(init({ lines: [{ id: 'A', cap: 0.01 }] }), memory);
    expect((without.memory()['lines'] as Record<string, unknown>)['B']).to.deep.equal(
      (memory['lines'] as Record<string, unknown>)['B'],
    );
  });

  it('starts one to one, and rings more than idle agents once it knows the line', () => {
    const of = init({ agents: 8, trunks: 26 });
    const pacer = createPacer(of);
    expect(dialled(pacer.step(0, ready(8)))).to.equal(8);
    const centre = toyCentre(of, createPacer(of), { seed: 5, answer: 0.2, crew: () => 8 });
    centre.run(1200);
    const ahead = centre.decisions.filter(
      ({ decision: { why, dial } }) => dial.length > 0 && why.ringing + dialled({ dial }) > why.agentsIdle,
    );
    expect(centre.decisions[0]?.decision.why.limit).to.equal('ramp');
    expect(ahead.length).to.be.greaterThan(50);
  });

  it('never dials ahead where one abandoned person would not fit in ten days', () => {
    const of = init({ agents: 1, trunks: 5, lines: [{ id: 'A', cap: 0.0002 }] });
    const centre = toyCentre(of, createPacer(of), { seed: 5, answer: 0.3, crew: () => 1 });
    centre.run(1800);
    for (const { decision } of centre.decisions) {
      const { why, dial } = decision;
      if (dial.length > 0) expect(dialled(decision)).to.be.at.most(why.agentsIdle);
    }
    expect(centre.decisions.some(({ decision }) => decision.why.limit === 'progressive')).to.equal(true);
  });

  it('hangs up a call that nobody could take, and not before its minimum ring', () => {
    const pacer = createPacer(init({ agents: 1, trunks: 5 }));
    const first = pacer.step(0, ready(1));
    expect(first.dial).to.deep.equal([{ line: 'A', n: 1 }]);
    pacer.step(0, [{ e: 'dialled', call: 1, line: 'A' }]);
    for (let now = 1; now < 15; now += 1) expect(pacer.step(now, []).cancel).to.deep.equal([]);
    pacer.step(14.5, [
      { e: 'inbound', call: 2, line: 'A' },
      { e: 'connected', call: 2, agent: 0 },
    ]);
    expect(pacer.step(15, []).cancel).to.deep.equal([1]);
    expect(pacer.step(19, []).cancel, 'asked again while it still rings').to.deep.equal([1]);
  });

  it('hangs up no call whose minimum ring may be a rounded one', () => {
    const cancelAt = (from: number, now: number) => {
      const pacer = createPacer(init({ agents: 1, trunks: 5 }));
      pacer.step(from, ready(1));
      pacer.step(from, [
        { e: 'dialled', call: 1, line: 'A' },
        { e: 'inbound', call: 2, line: 'A' },
        { e: 'connected', call: 2, agent: 0 },
      ]);
      return pacer.step(now, []).cancel;
    };
    expect(cancelAt(3, 18)).to.deep.equal([1]);
    expect(cancelAt(3.25, 18.25)).to.deep.equal([]);
    expect(cancelAt(3.25, 18.252)).to.deep.equal([1]);
  });

  it('leaves the trunks of the reserve alone', () => {
    const pacer = createPacer(init({ agents: 1, trunks: 2, reserve: 1 }));
    expect(dialled(pacer.step(0, ready(1)))).to.equal(1);
    expect(dialled(pacer.step(0, [{ e: 'dialled', call: 1, line: 'A' }]))).to.equal(0);
    const busy = createPacer(init({ agents: 1, trunks: 2, reserve: 2 }));
    const { dial, why } = busy.step(0, ready(1));
    expect(dial).to.deep.equal([]);
    expect(why.limit).to.equal('trunks');
  });

  it('places one call in four seconds where the trunk allows a quarter a second', () => {
    const pacer = createPacer(init({ cps: 0.25 }));
    const placed = [0, 1, 2, 3, 4].map((now) => {
      const count = dialled(pacer.step(now, now === 0 ? ready(4) : []));
      pacer.step(
        now,
        Array.from({ length: count }, () => ({ e: 'dialled', call: now, line: 'A' }) as const),
      );
      return count;
    });
    expect(placed).to.deep.equal([1, 0, 0, 0, 1]);
  });

  it('does not wish twice for what is on its way, and turns to another line when a wish comes to nothing', () => {
    const of = init({
      agents: 1,
      lines: [
        { id: 'A', cap: 0.01 },
        { id: 'B', cap: 0.01 },
      ],
    });
    const pacer = createPacer(of);
    expect(pacer.step(0, ready(1)).dial).to.deep.equal([{ line: 'A', n: 1 }]);
    expect(pacer.step(0.5, []).dial).to.deep.equal([]);
    expect(pacer.step(3, []).dial).to.deep.equal([{ line: 'B', n: 1 }]);
  });

  it('tells the truth about why', () => {
    const pacer = createPacer(init());
    expect(pacer.step(0, []).why).to.include({ limit: 'no_agent', agentsIdle: 0 });
    const { dial, why } = pacer.step(1, ready(2));
    expect(why).to.include({ agentsIdle: 2, agentsBusy: 0, ringing: 0, expectedFree: 2 });
    expect(why.lines[0]).to.include({ id: 'A', launched: dial[0]?.n, cap: 0.03 });
    expect(dial[0]?.n).to.equal(2);
    expect(why.expectedAnswers).to.be.closeTo(2 * (why.lines[0]?.answerChance ?? 0) * 0.6, 0.05);
  });
});
