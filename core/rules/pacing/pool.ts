import { createHandlingBelief, type Handled, type HandledWeights } from './handling-belief.ts';
import { createLineBelief, type LineBelief } from './line-belief.ts';
import { createLineBudget, type LineBudget } from './line-budget.ts';
import type { AgentState, RingingCall, WaitingCall } from './pool-state.ts';
import type { PacingEvent, PacingId, PacingInit, PacingMemory } from './types.ts';

/** One line with what is believed of it and what it may still spend. */
export interface PoolLine {
  id: string;
  belief: LineBelief;
  budget: LineBudget;
  /** Calls placed, fading over half an hour: what decides whose turn it is. */
  launchedLately: number;
  /** Wished for and not yet told as dialled, since when; they count as ringing meanwhile. */
  pending: number;
  pendingSince: number;
  /** A wish came to nothing (no contact left, or none allowed now): other lines go first for a while. */
  dry: boolean;
  dryUntil: number;
  inboundPerSec: number;
}

/** Everything that events tell: who rings, who waits, what each agent does. */
export interface Pool {
  lines: PoolLine[];
  agents: Map<PacingId, AgentState>;
  ringing: Map<PacingId, RingingCall>;
  waiting: Map<PacingId, WaitingCall>;
  handling: ReturnType<typeof createHandlingBelief>;
  /** Agents' set changes; groups of lines must be made anew. */
  crewVersion: number;
  /** When the crew last changed by a quarter or came on: what was learnt of it starts anew. */
  settledAt: number;
  talking(): number;
  apply(now: number, events: readonly PacingEvent[]): void;
  save(): PacingMemory;
  restore(memory: PacingMemory): void;
}

const INBOUND_MEMORY_SEC = 3600;
const CREW_CHANGE_SEC = 60;

export function createPool(init: PacingInit, horizon: number): Pool {
  const lines: PoolLine[] = init.lines.map((line) => ({
    id: line.id,
    belief: createLineBelief(init.ringTimeoutSec),
    budget: createLineBudget(line.cap, Math.max(1, init.agents)),
    launchedLately: 0,
    pending: 0,
    pendingSince: 0,
    dry: false,
    dryUntil: 0,
    inboundPerSec: 0,
  }));
  const lineIndex = new Map(lines.map((line, index) => [line.id, index]));
  const agents = new Map<PacingId, AgentState>();
  const ringing = new Map<PacingId, RingingCall>();
  const waiting = new Map<PacingId, WaitingCall>();
  const handling = createHandlingBelief(horizon);
  const inTalk = new Set<PacingId>();
  let observed = 0;
  let recentChanges: number[] = [];
  /** Everybody went: who comes on next begins a new day. After a restart nobody went: the day goes on. */
  let emptied = false;

  const agentOf = (id: PacingId): AgentState => {
    const known = agents.get(id);
    if (known !== undefined) return known;
    const fresh: AgentState = {
      seat: typeof id === 'number' ? id : agents.size,
      on: false,
      phase: 'idle',
      since: 0,
      talked: 0,
      line: 0,
      weights: [0.4, 0.25, 0.35],
      ringAge: -1,
      inbound: false,
      personChance: 0.65,
      readySoonAt: -1,
    };
    agents.set(id, fresh);
    return fresh;
  };
  const lineOf = (index: number) => lines[index] as PoolLine;
  const rebuildNowAndThen = (line: PoolLine) => {
    observed += 1;
    if (observed % 20 === 0) line.belief.shape.rebuild();
  };
  const endRinging = (now: number, id: PacingId, end: 'failed' | 'machine' | 'answered' | 'stopped') => {
    const call = ringing.get(id);
    if (call === undefined) return;
    ringing.delete(id);
    const line = lineOf(call.line);
    const age = Math.max(0, now - call.since);
    line.belief.shape.exposed(age, end !== 'stopped');
    if (end === 'failed') line.belief.shape.observe(age, 'failed', 1);
    if (end === 'machine') line.belief.shape.observe(age, 'machine', 1);
    if (end !== 'failed') line.belief.learn(call, call.counted, age, end === 'machine' || end === 'answered');
    rebuildNowAndThen(line);
    if (end === 'answered') {
      const personChance = line.belief.shape.personShareAt(age);
      line.budget.answered(personChance);
      waiting.set(id, { line: call.line, since: now, inbound: false, personChance, ringAge: age });
    }
  };
  const dropped = (id: PacingId) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (call === undefined || call.inbound) return;
    const line = lineOf(call.line);
    line.budget.abandoned(call.personChance);
    line.belief.shape.observe(call.ringAge, 'person', call.personChance);
    line.belief.shape.observe(call.ringAge, 'machine', 1 - call.personChance);
  };
  const connected = (now: number, id: PacingId, agentId: PacingId) => {
    const call = waiting.get(id);
    waiting.delete(id);
    const agent = agentOf(agentId);
    agent.phase = 'talk';
    agent.since = now;
    agent.readySoonAt = -1;
    agent.ringAge = call === undefined || call.inbound ? -1 : call.ringAge;
    agent.inbound = call?.inbound ?? false;
    agent.line = call?.line ?? 0;
    agent.personChance = agent.inbound ? 1 : (call?.personChance ?? 0.65);
    const contact = handling.contactShare();
    const person = agent.personChance;
    agent.weights = agent.inbound
      ? [0.97, 0.02, 0.01]
      : ([person * contact, person * (1 - contact), 1 - person] as HandledWeights);
    inTalk.add(agentId);
  };
  const handled = (now: number, agentId: PacingId, result: Handled) => {
    const agent = agentOf(agentId);
    if (agent.phase !== 'wrap') return;
    handling.observe(result, agent.talked, now - agent.since);
    const line = lineOf(agent.line);
    if (agent.ringAge >= 0) {
      const person = result !== 'machine';
      line.budget.answered((person ? 1 : 0) - agent.personChance);
      line.belief.shape.observe(agent.ringAge, person ? 'person' : 'machine', 1);
    }
    agent.phase = 'idle';
    agent.since = now;
  };
  const crewChanged = (now: number) => {
    pool.crewVersion += 1;
    recentChanges = recentChanges.filter((at) => now - at < CREW_CHANGE_SEC);
    recentChanges.push(now);
    if (recentChanges.length * 4 >= countOn()) pool.settledAt = now;
  };
  const countOn = () => {
    let on = 0;
    for (const agent of agents.values()) if (agent.on) on += 1;
    return on;
  };
  const applyOne = (now: number, event: PacingEvent): void => {
    switch (event.e) {
      case 'dialled': {
        const index = lineIndex.get(event.line) ?? 0;
        const line = lineOf(index);
        ringing.set(event.call, {
          id: event.call,
          line: index,
          since: now,
          type: event.type,
          score: event.score,
          counted: 0,
          cancelAskedAt: -1,
        });
        line.belief.dialled(event.type, event.score);
        line.launchedLately += 1;
        line.pending = Math.max(0, line.pending - 1);
        line.dry = false;
        return;
      }
      case 'failed':
        endRinging(now, event.call, 'failed');
        return;
      case 'machine':
        endRinging(now, event.call, 'machine');
        return;
      case 'answered':
        endRinging(now, event.call, 'answered');
        return;
      case 'no_answer':
      case 'cancelled':
        waiting.delete(event.call);
        endRinging(now, event.call, 'stopped');
        return;
      case 'dropped':
        dropped(event.call);
        return;
      case 'connected':
        connected(now, event.call, event.agent);
        return;
      case 'inbound': {
        const index = lineIndex.get(event.line) ?? 0;
        lineOf(index).inboundPerSec += 1 / INBOUND_MEMORY_SEC;
        waiting.set(event.call, { line: index, since: now, inbound: true, personChance: 1, ringAge: -1 });
        return;
      }
      case 'inbound_gone':
        waiting.delete(event.call);
        return;
      case 'talk_end': {
        const agent = agentOf(event.agent);
        agent.talked = now - agent.since;
        agent.phase = 'wrap';
        agent.since = now;
        inTalk.delete(event.agent);
        return;
      }
      case 'handled':
        handled(now, event.agent, event.result);
        return;
      case 'agent_ready': {
        const agent = agentOf(event.agent);
        if (!agent.on) {
          if (emptied) for (const line of lines) newDay(line);
          emptied = false;
          agent.on = true;
          crewChanged(now);
        }
        agent.phase = 'idle';
        agent.since = now;
        agent.readySoonAt = -1;
        inTalk.delete(event.agent);
        return;
      }
      case 'agent_off': {
        const agent = agentOf(event.agent);
        if (agent.on) {
          agent.on = false;
          crewChanged(now);
          emptied = countOn() === 0;
        }
        agent.phase = 'idle';
        inTalk.delete(event.agent);
        return;
      }
      case 'ready_soon':
        agentOf(event.agent).readySoonAt = now + init.readySignalSec;
    }
  };
  const newDay = (line: PoolLine) => {
    line.budget.newDay();
    line.launchedLately = 0;
  };
  const pool: Pool = {
    lines,
    agents,
    ringing,
    waiting,
    handling,
    crewVersion: 0,
    settledAt: Number.NEGATIVE_INFINITY,
    talking: () => inTalk.size,
    apply(now, events) {
      for (const event of events) applyOne(now, event);
    },
    save: () => ({
      version: 1,
      handling: handling.save(),
      lines: Object.fromEntries(
        lines.map((line) => [
          line.id,
          {
            belief: line.belief.save(),
            budget: line.budget.save(),
            launchedLately: line.launchedLately,
            inboundPerSec: line.inboundPerSec,
          },
        ]),
      ),
    }),
    restore(memory) {
      if (memory['version'] !== 1) return;
      handling.restore(memory['handling']);
      const saved = memory['lines'] as Record<
        string,
        { belief: unknown; budget: number[]; launchedLately: number; inboundPerSec: number }
      >;
      for (const line of lines) {
        const from = saved[line.id];
        if (from === undefined) continue;
        line.belief.restore(from.belief);
        line.budget.restore(from.budget);
        line.launchedLately = from.launchedLately;
        line.inboundPerSec = from.inboundPerSec;
      }
    },
  };
  return pool;
}
