import { agentOff, agentReady } from './crew.ts';
import type { Handled } from './handling-belief.ts';
import { agentOf, lineAt, type Pool } from './pool.ts';
import { NO_CALL } from './pool-state.ts';
import type { PacingEvent, PacingId } from './types.ts';

/** Calls an hour are averaged over about the last one. */
export const INBOUND_MEMORY_SEC = 3600;

/** Keeps the pool as the events tell it, and teaches the beliefs and budgets what each one means. */
export function applyEvent(pool: Pool, now: number, event: PacingEvent): void {
  switch (event.e) {
    case 'dialled':
      dialled(pool, now, event);
      return;
    case 'failed':
    case 'machine':
    case 'answered':
      endRinging(pool, now, event.call, event.e);
      return;
    case 'no_answer':
    case 'cancelled':
      pool.waiting.delete(event.call);
      endRinging(pool, now, event.call, 'stopped');
      return;
    case 'dropped':
      dropped(pool, event.call);
      return;
    case 'connected':
      connected(pool, now, event.call, event.agent);
      return;
    case 'inbound':
      inbound(pool, event.call, event.line);
      return;
    case 'inbound_gone':
      pool.waiting.delete(event.call);
      return;
    case 'talk_end':
      talkEnd(pool, now, event.agent);
      return;
    case 'handled':
      handled(pool, now, event.agent, event.result);
      return;
    case 'agent_ready':
      agentReady(pool, now, event.agent);
      return;
    case 'agent_off':
      agentOff(pool, now, event.agent);
      return;
    case 'ready_soon':
      agentOf(pool, event.agent).readySoonAt = now + pool.readySignalSec;
  }
}

const lineIndexOf = (pool: Pool, id: string): number =>
  Math.max(
    0,
    pool.lines.findIndex((line) => line.id === id),
  );

function dialled(pool: Pool, now: number, event: PacingEvent & { e: 'dialled' }): void {
  const index = lineIndexOf(pool, event.line);
  const line = lineAt(pool, index);
  const { call: id, type, score } = event;
  pool.ringing.set(id, { id, line: index, since: now, type, score, counted: 0, cancelAskedAt: -1 });
  line.belief.dialled(type, score);
  line.launchedLately += 1;
  line.pending = Math.max(0, line.pending - 1);
  line.dry = false;
  line.drySec = 0;
}

function endRinging(pool: Pool, now: number, id: PacingId, end: 'failed' | 'machine' | 'answered' | 'stopped'): void {
  const call = pool.ringing.get(id);
  if (call === undefined) return;
  pool.ringing.delete(id);
  const { belief, budget } = lineAt(pool, call.line);
  const age = Math.max(0, now - call.since);
  belief.shape.exposed(age, end !== 'stopped');
  if (end === 'failed' || end === 'machine') belief.shape.observe(age, end, 1);
  if (end === 'machine') belief.filter.filtered();
  if (end !== 'failed') belief.learn(call, call.counted, age, end !== 'stopped');
  if (end !== 'answered') return;
  const personChance = belief.shape.personShareAt(age, belief.filter.pass);
  budget.answered(personChance);
  pool.waiting.set(id, { line: call.line, inbound: false, personChance, ringAge: age });
}

/** Nobody will ever tell whether it was a machine: it counts by the chance that it was a person. */
function dropped(pool: Pool, id: PacingId): void {
  const call = pool.waiting.get(id);
  pool.waiting.delete(id);
  if (call === undefined || call.inbound) return;
  const { belief, budget } = lineAt(pool, call.line);
  budget.abandoned(call.personChance);
  belief.shape.observe(call.ringAge, 'person', call.personChance);
  belief.shape.observe(call.ringAge, 'machine', 1 - call.personChance);
  belief.filter.passed(1 - call.personChance);
}

function connected(pool: Pool, now: number, id: PacingId, agentId: PacingId): void {
  if (pool.ringing.has(id)) endRinging(pool, now, id, 'answered');
  const call = pool.waiting.get(id) ?? NO_CALL;
  pool.waiting.delete(id);
  const agent = agentOf(pool, agentId);
  agent.phase = 'talk';
  agent.since = now;
  agent.readySoonAt = -1;
  agent.call = call;
  const contact = pool.handling.contactShare();
  const { personChance: person } = call;
  agent.weights = call.inbound ? [0.97, 0.02, 0.01] : [person * contact, person * (1 - contact), 1 - person];
  pool.talking.add(agentId);
}

function inbound(pool: Pool, id: PacingId, line: string): void {
  const index = lineIndexOf(pool, line);
  lineAt(pool, index).inboundPerSec += 1 / INBOUND_MEMORY_SEC;
  pool.waiting.set(id, { ...NO_CALL, line: index });
}

function talkEnd(pool: Pool, now: number, agentId: PacingId): void {
  const agent = agentOf(pool, agentId);
  if (agent.phase !== 'talk') return;
  agent.talked = now - agent.since;
  agent.phase = 'wrap';
  agent.since = now;
  pool.talking.delete(agentId);
}

function handled(pool: Pool, now: number, agentId: PacingId, result: Handled): void {
  const agent = agentOf(pool, agentId);
  if (agent.phase === 'idle') return;
  const { call } = agent;
  if (agent.phase === 'wrap') pool.handling.observe(result, agent.talked, now - agent.since);
  pool.talking.delete(agentId);
  if (!call.inbound) {
    const { belief, budget } = lineAt(pool, call.line);
    const person = result !== 'machine';
    budget.answered((person ? 1 : 0) - call.personChance);
    belief.shape.observe(call.ringAge, person ? 'person' : 'machine', 1);
    if (!person) belief.filter.passed(1);
  }
  agent.phase = 'idle';
  agent.since = now;
}
