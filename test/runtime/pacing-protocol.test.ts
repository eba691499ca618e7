import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { Pacer, PacingEvent, PacingInit } from '../../core/rules/pacing/types.ts';
import { progressive } from '../../core/rules/pacing-simulation/reference-pacers/progressive.ts';
import { openPacingSession } from '../../runtime/pacing/pacing-session.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const INIT = {
  t: 'init',
  v: 2,
  agents: 2,
  trunks: 8,
  reserve: 1,
  cps: 10,
  patience_s: 2,
  ring_timeout_s: 25,
  min_ring_s: 15,
  tick_s: 1,
  amd: true,
  ready_signal_s: 5,
  lines: [
    { id: 'A', cap: 0.01 },
    { id: 'B', cap: 0.03 },
  ],
  skills: [['A', 'B'], ['A']],
};

describe('the pacing protocol', () => {
  let told: { init?: PacingInit; steps: { now: number; events: readonly PacingEvent[] }[] };
  const recording = (init: PacingInit): Pacer => {
    told.init = init;
    const inner = progressive(init);
    return {
      ...inner,
      step(now, events) {
        told.steps.push({ now, events });
        return inner.step(now, events);
      },
    };
  };
  const session = () => {
    told = { steps: [] };
    const open = openPacingSession(recording);
    return (message: object | string) => {
      const answer = open.answer(typeof message === 'string' ? message : JSON.stringify(message));
      return answer === null ? null : (JSON.parse(answer) as Record<string, unknown>);
    };
  };

  it('hands every field on under its own name', () => {
    const say = session();
    expect(say(INIT)).to.deep.equal({ ok: true, name: 'progressive' });
    expect(told.init).to.deep.equal({
      agents: 2,
      trunks: 8,
      reserve: 1,
      cps: 10,
      patienceSec: 2,
      ringTimeoutSec: 25,
      minRingSec: 15,
      tickSec: 1,
      amd: true,
      readySignalSec: 5,
      lines: INIT.lines,
      skills: INIT.skills,
    });
    const ev = [
      { e: 'dialled', call: 1, line: 'A', type: 'mobile', score: 0.4 },
      { e: 'answered', call: 1 },
      { e: 'connected', call: 1, agent: 0 },
      { e: 'inbound', call: 'in-1', line: 'B' },
      { e: 'talk_end', agent: 0 },
      { e: 'handled', agent: 0, result: 'contact' },
    ];
    expect(say({ t: 'step', now: 3.5, ev })).to.have.all.keys('dial', 'cancel');
    expect(told.steps).to.deep.equal([{ now: 3.5, events: ev }]);
  });

  it('says what to do about bad input and goes on', () => {
    const say = session();
    const bad: [object | string, RegExp][] = [
      ['{', /not JSON/],
      ['[]', /JSON object/],
      [{ t: 'go' }, /"t" must be/],
      [{ t: 'step', now: 0, ev: [] }, /"init" before/],
      [{ ...INIT, v: 1 }, /"v" must be 2/],
      [{ ...INIT, agents: -1 }, /"agents" must be a whole number/],
      [{ ...INIT, lines: [] }, /at least one line/],
      [{ ...INIT, skills: [['C']] }, /"skills" may name only/],
    ];
    for (const [message, expected] of bad) expect(say(message)?.['error'], JSON.stringify(message)).to.match(expected);
    say(INIT);
    const badSteps: [object, RegExp][] = [
      [{ now: '1' }, /"now" must be a number/],
      [{ now: 1, ev: {} }, /"ev" must be an array/],
    ];
    for (const [step, expected] of badSteps) expect(say({ t: 'step', ...step })?.['error']).to.match(expected);
    expect(told.steps).to.have.length(0);
    expect(say({ t: 'step', now: 2, ev: [{ e: 'agent_ready', agent: 0 }] })?.['dial']).to.deep.equal([
      { line: 'A', n: 1 },
    ]);
    expect(say({ t: 'end' })).to.equal(null);
  });

  it('hears the rest of a step in which one event cannot be read, and says which', () => {
    const say = session();
    say(INIT);
    const ready: PacingEvent = { e: 'agent_ready', agent: 0 };
    const bad: [unknown, RegExp][] = [
      [{ e: 'rang', call: 1 }, /unknown event "rang"/],
      [{ e: 'answered' }, /"call" must be/],
      [{ e: 'dialled', call: 1, line: 'Z' }, /line "Z" was not named/],
      [{ e: 'handled', agent: 1, result: 'fax' }, /"result" must be/],
      ['ready', /each event/],
    ];
    for (const [event, expected] of bad) {
      const answer = say({ t: 'step', now: 1, ev: [event, ready] });
      expect(answer).to.have.all.keys('dial', 'cancel', 'error');
      expect(answer?.['error']).to.match(expected);
    }
    expect(told.steps.map(({ events }) => events)).to.deep.equal(bad.map(() => [ready]));
  });

  it('keeps time going forward when a day starts again at nought, and when it is rounded', () => {
    const say = session();
    say(INIT);
    for (const now of [0, 10, 9.9995, 14_400, 0, 5]) say({ t: 'step', now });
    expect(told.steps.map(({ now }) => now)).to.deep.equal([0, 10, 10, 14_400, 14_400, 14_405]);
  });

  it('answers line for line as a program and ends when told', async function () {
    this.timeout(60_000);
    const child = spawn('npm', ['run', '-s', 'pacing'], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const ask = async (message: object | string) => {
      child.stdin.write(`${typeof message === 'string' ? message : JSON.stringify(message)}\n`);
      return JSON.parse((await answers.next()).value as string) as Record<string, unknown>;
    };
    expect((await ask(INIT))['ok']).to.equal(true);
    expect(await ask('nonsense')).to.have.property('error');
    const ready = [0, 1].map((agent) => ({ e: 'agent_ready', agent }));
    const { dial } = (await ask({ t: 'step', now: 0, ev: ready })) as { dial: { line: string; n: number }[] };
    expect(dial.reduce((sum, { n }) => sum + n, 0)).to.be.within(1, 7);
    const ended = once(child, 'exit');
    child.stdin.write('{"t":"end"}\n');
    expect((await ended)[0]).to.equal(0);
  });
});
