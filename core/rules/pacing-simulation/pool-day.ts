import type { Pacer, PacingDecision, PacingEvent } from '../pacing/types.ts';
import { createAgenda } from './agenda.ts';
import { agentsOfDay, longestIdle, moveAgent, type SimulatedAgent } from './agents.ts';
import { citizensOfLine } from './citizens.ts';
import { inboundOfDay } from './inbound-of-day.ts';
import type { Party, Scenario } from './scenario.ts';
import { type DayTally, emptyTally, type LineTally } from './tally.ts';
import { createTrunks } from './trunks.ts';

interface Call {
  id: number;
  line: number;
  outbound: boolean;
  state: 'ringing' | 'waiting' | 'talking' | 'over';
  dialledAt: number;
  answeredAt: number;
  party: Party | null;
  talkSec: number;
  wrapSec: number;
}

export interface DayInput {
  scenario: Scenario;
  pacer: Pacer;
  seed: number;
  day: number;
  /** The pacer's time at the start of the day. */
  startsAt: number;
  /** Attempts left by line; counted down. */
  attemptsLeft: number[];
  nextCallId: () => number;
}

/** The most steps at one instant: a pacer that wishes and cancels without end is stopped, not waited for. */
const STEPS_AT_ONCE = 200;

/** One day of the pool, event by event: every change and every tick asks the pacer. */
export function simulateDay({ scenario, pacer, seed, day, startsAt, attemptsLeft, nextCallId }: DayInput): DayTally {
  const agenda = createAgenda<() => void>();
  const agents = agentsOfDay(scenario, seed, day);
  const citizens = scenario.lines.map((line, index) => citizensOfLine(line, scenario, { seed, day, line: index }));
  const lineIndex = new Map(scenario.lines.map(({ id }, index) => [id, index]));
  const trunks = createTrunks(scenario);
  const calls = new Map<number, Call>();
  /** Waiting at the ear, oldest first. */
  let inboundWaiting: Call[] = [];
  let outboundWaiting: Call[] = [];
  let events: PacingEvent[] = [];
  let now = 0;
  const tally: DayTally = {
    lines: scenario.lines.map(emptyTally),
    time: { loggedInSec: 0, talkSec: 0, wrapSec: 0 },
    waits: [],
    inboundWaits: [],
    refusedCancels: 0,
    refusedDials: 0,
    steps: 0,
  };
  const tell = (event: PacingEvent) => events.push(event);
  const after = (sec: number, what: () => void) => agenda.add(now + sec, what);
  const of = (call: Call): LineTally => tally.lines[call.line] ?? emptyTally();
  const lineId = (call: Call) => scenario.lines[call.line]?.id ?? '';

  const end = (call: Call) => {
    call.state = 'over';
    calls.delete(call.id);
    trunks.free();
  };

  const dial = (line: number) => {
    const fate = citizens[line]?.next(now);
    if (!fate) return;
    const call: Call = {
      id: nextCallId(),
      line,
      outbound: true,
      state: 'ringing',
      dialledAt: now,
      answeredAt: 0,
      party: fate.party,
      talkSec: fate.talkSec,
      wrapSec: fate.wrapSec,
    };
    calls.set(call.id, call);
    trunks.dialled(now);
    of(call).dialled += 1;
    attemptsLeft[line] = (attemptsLeft[line] ?? 0) - 1;
    const known = {
      ...(fate.type ? { type: fate.type } : {}),
      ...(fate.score === undefined ? {} : { score: fate.score }),
    };
    tell({ e: 'dialled', call: call.id, line: lineId(call), ...known });
    if (fate.failed || fate.afterSec >= scenario.ringTimeoutSec) {
      after(Math.min(fate.afterSec, scenario.ringTimeoutSec), () => ringEnds(call, fate.failed));
    } else after(fate.afterSec, () => picksUp(call, fate.filtered));
  };

  const ringEnds = (call: Call, failed: boolean) => {
    if (call.state !== 'ringing') return;
    of(call)[failed ? 'failed' : 'noAnswer'] += 1;
    end(call);
    tell({ e: failed ? 'failed' : 'no_answer', call: call.id });
  };

  const picksUp = (call: Call, filtered: boolean) => {
    if (call.state !== 'ringing' || call.party === null) return;
    of(call)[call.party === 'contact' ? 'contacts' : call.party === 'absent' ? 'absents' : 'machines'] += 1;
    if (filtered) {
      of(call).filtered += 1;
      end(call);
      tell({ e: 'machine', call: call.id });
      return;
    }
    call.state = 'waiting';
    call.answeredAt = now;
    outboundWaiting.push(call);
    tell({ e: 'answered', call: call.id });
    after(scenario.patienceSec, () => drop(call));
  };

  const drop = (call: Call) => {
    if (call.state !== 'waiting') return;
    outboundWaiting = outboundWaiting.filter((other) => other !== call);
    of(call)[call.party === 'machine' ? 'droppedMachines' : 'droppedPersons'] += 1;
    end(call);
    tell({ e: 'dropped', call: call.id });
  };

  const callsIn = (line: number, inbound: { talkSec: number; wrapSec: number; patienceSec: number }) => {
    const call: Call = {
      id: nextCallId(),
      line,
      outbound: false,
      state: 'waiting',
      dialledAt: now,
      answeredAt: now,
      party: 'contact',
      talkSec: inbound.talkSec,
      wrapSec: inbound.wrapSec,
    };
    of(call).inbound += 1;
    if (!trunks.takeInbound()) {
      of(call).inboundBusy += 1;
      return;
    }
    calls.set(call.id, call);
    inboundWaiting.push(call);
    tell({ e: 'inbound', call: call.id, line: lineId(call) });
    after(inbound.patienceSec, () => {
      if (call.state !== 'waiting') return;
      inboundWaiting = inboundWaiting.filter((other) => other !== call);
      of(call).inboundGone += 1;
      end(call);
      tell({ e: 'inbound_gone', call: call.id });
    });
  };

  /** Citizens who called in go first; then those who picked up, the longest waiting first. */
  const match = () => {
    const stillWaiting = (call: Call) => {
      const agent = longestIdle(agents, lineId(call));
      if (agent) connect(call, agent);
      return !agent;
    };
    inboundWaiting = inboundWaiting.filter(stillWaiting);
    outboundWaiting = outboundWaiting.filter(stillWaiting);
  };

  const connect = (call: Call, agent: SimulatedAgent) => {
    call.state = 'talking';
    moveAgent(agent, 'connecting', now, tally.time);
    after(scenario.connectSec, () => {
      moveAgent(agent, 'talking', now, tally.time);
      tell({ e: 'connected', call: call.id, agent: agent.id });
      if (call.outbound && call.party !== 'machine') tally.waits.push(now - call.answeredAt);
      if (!call.outbound) {
        of(call).inboundAnswered += 1;
        tally.inboundWaits.push(now - call.answeredAt);
      }
      after(call.talkSec * agent.pace, () => talkEnds(call, agent));
    });
  };

  const talkEnds = (call: Call, agent: SimulatedAgent) => {
    end(call);
    moveAgent(agent, 'wrap', now, tally.time);
    tell({ e: 'talk_end', agent: agent.id });
    const wrapSec = call.wrapSec * agent.pace;
    if (scenario.readySignalSec > 0 && !agent.leaving) {
      after(Math.max(0, wrapSec - scenario.readySignalSec), () => tell({ e: 'ready_soon', agent: agent.id }));
    }
    after(wrapSec, () => {
      tell({ e: 'handled', agent: agent.id, result: call.outbound ? (call.party ?? 'contact') : 'contact' });
      if (agent.leaving) goOff(agent);
      else becomeReady(agent);
    });
  };

  const becomeReady = (agent: SimulatedAgent) => {
    moveAgent(agent, 'idle', now, tally.time);
    tell({ e: 'agent_ready', agent: agent.id });
  };
  const goOff = (agent: SimulatedAgent) => {
    moveAgent(agent, 'off', now, tally.time);
    tell({ e: 'agent_off', agent: agent.id });
  };
  const shiftBegins = (agent: SimulatedAgent) => {
    agent.leaving = false;
    if (agent.state === 'off') becomeReady(agent);
  };
  const shiftEnds = (agent: SimulatedAgent) => {
    if (agent.state === 'idle') goOff(agent);
    else agent.leaving = agent.state !== 'off';
  };

  const cancel = (id: number) => {
    const call = calls.get(id);
    if (!call?.outbound || call.state !== 'ringing') return;
    if (now - call.dialledAt < scenario.minRingSec) {
      tally.refusedCancels += 1;
      return;
    }
    of(call).cancelled += 1;
    end(call);
    tell({ e: 'cancelled', call: call.id });
  };

  const carryOut = (decision: PacingDecision) => {
    for (const id of decision.cancel) if (typeof id === 'number') cancel(id);
    for (const { line, n } of decision.dial) {
      const index = lineIndex.get(line);
      for (let placed = 0; index !== undefined && placed < n; placed += 1) {
        if (!trunks.mayDial(now) || (attemptsLeft[index] ?? 0) <= 0) {
          tally.refusedDials += n - placed;
          break;
        }
        dial(index);
      }
    }
  };

  const ask = () => {
    for (let round = 0; round === 0 || (events.length > 0 && round < STEPS_AT_ONCE); round += 1) {
      const news = events;
      events = [];
      tally.steps += 1;
      carryOut(pacer.step(startsAt + now, news));
    }
  };

  for (const agent of agents) {
    for (const { fromSec, toSec } of scenario.shifts?.[agent.id] ?? [{ fromSec: 0, toSec: scenario.daySec }]) {
      agenda.add(fromSec, () => shiftBegins(agent));
      if (toSec < scenario.daySec) agenda.add(toSec, () => shiftEnds(agent));
    }
  }
  for (const [index, line] of scenario.lines.entries()) {
    for (const inbound of inboundOfDay(line, scenario, { seed, day, line: index })) {
      agenda.add(inbound.atSec, () => callsIn(index, inbound));
    }
  }
  const tick = () => {
    if (now + scenario.tickSec < scenario.daySec) after(scenario.tickSec, tick);
  };
  agenda.add(0, tick);

  while (agenda.nextAt() < scenario.daySec) {
    now = agenda.nextAt();
    while (agenda.nextAt() === now) agenda.take()?.();
    match();
    ask();
  }

  now = scenario.daySec;
  for (const call of calls.values()) tell({ e: 'cancelled', call: call.id });
  for (const agent of agents) if (agent.state !== 'off') goOff(agent);
  pacer.step(startsAt + now, events);
  return tally;
}
