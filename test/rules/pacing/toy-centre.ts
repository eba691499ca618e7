import type { Pacer, PacingDecision, PacingEvent, PacingInit } from '../../../core/rules/pacing/types.ts';

/** A small call centre for tests: obeys the pacer, keeps the protocol's order, and notes everything that must never happen. */
export interface ToyCentre {
  decisions: { now: number; decision: PacingDecision; agentsOn: number }[];
  broken: string[];
  run(seconds: number): void;
  /** Everybody goes home: calls are cancelled, agents log off. */
  closeDay(): void;
  now(): number;
}

interface ToyCall {
  line: string;
  since: number;
  endsAt: number;
  end: 'answered' | 'no_answer' | 'failed';
}

interface ToyAgent {
  state: 'off' | 'idle' | 'talk' | 'wrap';
  until: number;
  call: number;
}

export const seeded = (seed: number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
};

/** @param crew agents on duty at a given second */
export function toyCentre(
  init: PacingInit,
  pacer: Pacer,
  options: { seed: number; answer: number; crew: (now: number) => number; inboundPerSec?: number },
): ToyCentre {
  const random = seeded(options.seed);
  const calls = new Map<number, ToyCall>();
  const waiting: { call: number; line: string; until: number; inbound: boolean }[] = [];
  const agents: ToyAgent[] = Array.from({ length: init.agents }, () => ({ state: 'off', until: 0, call: -1 }));
  const decisions: ToyCentre['decisions'] = [];
  const broken: string[] = [];
  let clock = 0;
  let lastCall = 0;
  let tail: PacingEvent[] = [];
  const minRingOf = (line: string) => init.lines.find(({ id }) => id === line)?.minRingSec ?? init.minRingSec;
  const takes = (agent: number, line: string) => init.skills?.[agent]?.includes(line) ?? true;
  const trunksUsed = () => calls.size + waiting.length + agents.filter((agent) => agent.state === 'talk').length;

  const place = (line: string): PacingEvent => {
    lastCall += 1;
    const picked = random() < options.answer;
    const endsAt = clock + (picked ? 3 + Math.floor(random() * 18) : init.ringTimeoutSec);
    calls.set(lastCall, { line, since: clock, endsAt, end: picked ? 'answered' : 'no_answer' });
    return { e: 'dialled', call: lastCall, line };
  };
  const obey = (decision: PacingDecision): PacingEvent[] => {
    const events: PacingEvent[] = [];
    for (const id of decision.cancel) {
      const call = calls.get(id as number);
      if (call === undefined) broken.push(`cancel of ${String(id)}, which does not ring`);
      else if (clock - call.since < minRingOf(call.line)) broken.push(`cancel after ${clock - call.since} s`);
      calls.delete(id as number);
      events.push({ e: 'cancelled', call: id });
    }
    for (const { line, n } of decision.dial) {
      for (let one = 0; one < n; one += 1) {
        if (trunksUsed() >= init.trunks - init.reserve) broken.push('more calls than trunks');
        else events.push(place(line));
      }
    }
    return events;
  };
  const step = (events: PacingEvent[]) => {
    let next = events;
    for (let round = 0; round < 20; round += 1) {
      const decision = pacer.step(clock, next);
      const agentsOn = agents.filter((agent) => agent.state !== 'off').length;
      decisions.push({ now: clock, decision, agentsOn });
      if (agentsOn === 0 && decision.dial.length > 0) broken.push('dialled with no agent on');
      next = obey(decision);
      if (next.length === 0) return;
    }
    broken.push('does not come to rest');
  };
  const moveAgents = (events: PacingEvent[]) => {
    const wanted = options.crew(clock);
    agents.forEach((agent, index) => {
      if (agent.state === 'talk' && agent.until <= clock) {
        agent.state = 'wrap';
        agent.until = clock + 5 + Math.floor(random() * 40);
        events.push({ e: 'talk_end', agent: index });
      } else if (agent.state === 'wrap' && agent.until <= clock) {
        agent.state = 'idle';
        events.push({ e: 'handled', agent: index, result: random() < 0.7 ? 'contact' : 'machine' });
        events.push({ e: 'agent_ready', agent: index });
      }
      if (agent.state === 'off' && index < wanted) {
        agent.state = 'idle';
        events.push({ e: 'agent_ready', agent: index });
      } else if (agent.state === 'idle' && index >= wanted) {
        agent.state = 'off';
        events.push({ e: 'agent_off', agent: index });
      }
    });
  };
  const moveCalls = (events: PacingEvent[]) => {
    for (const [id, call] of calls) {
      if (call.endsAt > clock) continue;
      calls.delete(id);
      events.push({ e: call.end, call: id });
      if (call.end === 'answered') {
        waiting.push({ call: id, line: call.line, until: clock + init.patienceSec, inbound: false });
      }
    }
    if (random() < (options.inboundPerSec ?? 0) && trunksUsed() < init.trunks) {
      lastCall += 1;
      const line = init.lines[0]?.id ?? '';
      waiting.unshift({ call: lastCall, line, until: clock + 30, inbound: true });
      events.push({ e: 'inbound', call: lastCall, line });
    }
  };
  const match = (events: PacingEvent[]) => {
    for (const one of [...waiting]) {
      const agent = agents.findIndex((candidate, index) => candidate.state === 'idle' && takes(index, one.line));
      const found = agents[agent];
      if (found !== undefined) {
        found.state = 'talk';
        found.until = clock + 5 + Math.floor(random() * 120);
        waiting.splice(waiting.indexOf(one), 1);
        events.push({ e: 'connected', call: one.call, agent });
      } else if (one.until <= clock) {
        waiting.splice(waiting.indexOf(one), 1);
        events.push({ e: one.inbound ? 'inbound_gone' : 'dropped', call: one.call });
      }
    }
  };
  return {
    decisions,
    broken,
    now: () => clock,
    run(seconds) {
      for (const end = clock + seconds; clock < end; clock += 1) {
        const events: PacingEvent[] = tail;
        tail = [];
        moveAgents(events);
        moveCalls(events);
        match(events);
        step(events);
      }
    },
    closeDay() {
      const events: PacingEvent[] = [...calls.keys()].map((call) => ({ e: 'cancelled', call }));
      for (const one of waiting) events.push({ e: one.inbound ? 'inbound_gone' : 'dropped', call: one.call });
      agents.forEach((agent, index) => {
        if (agent.state !== 'off') events.push({ e: 'agent_off', agent: index });
        agent.state = 'off';
      });
      calls.clear();
      waiting.length = 0;
      step(events);
      clock += 3600;
    },
  };
}
