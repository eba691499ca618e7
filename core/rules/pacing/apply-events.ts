import { applyEvent } from './apply-event.ts';
import { agentOf, type Pool } from './pool.ts';
import type { PacingEvent } from './types.ts';

/**
 * Applies the events of one step. They tell of the same moment and may stand in any order: one that does not fit what is known yet (an agent
 * connected before the call is named, ready before the wrap-up is told as over) waits for the others. What fits nothing at all is applied last,
 * as it stands: somebody may have told less than they might.
 */
export function applyEvents(pool: Pool, now: number, events: readonly PacingEvent[]): void {
  let left = events;
  while (left.length > 0) {
    const waiting: PacingEvent[] = [];
    for (const event of left) {
      if (fits(pool, event)) applyEvent(pool, now, event);
      else waiting.push(event);
    }
    const [first, ...rest] = waiting;
    if (first === undefined) return;
    if (waiting.length === left.length) applyEvent(pool, now, first);
    left = waiting.length === left.length ? rest : waiting;
  }
}

function fits(pool: Pool, event: PacingEvent): boolean {
  switch (event.e) {
    case 'dialled':
      return !pool.ringing.has(event.call);
    case 'inbound':
      return !pool.waiting.has(event.call);
    case 'failed':
    case 'machine':
    case 'answered':
      return pool.ringing.has(event.call);
    case 'no_answer':
    case 'cancelled':
      return pool.ringing.has(event.call) || pool.waiting.has(event.call);
    case 'dropped':
    case 'inbound_gone':
      return pool.waiting.has(event.call);
    case 'connected':
      return pool.waiting.has(event.call) && isFree(pool, event.agent);
    default:
      return fitsAgent(pool, event);
  }
}

const isFree = (pool: Pool, id: string | number) => {
  const { on, phase } = agentOf(pool, id);
  return on && phase === 'idle';
};

function fitsAgent(pool: Pool, event: PacingEvent & { agent: string | number }): boolean {
  const { on, phase } = agentOf(pool, event.agent);
  switch (event.e) {
    case 'talk_end':
      return phase === 'talk';
    case 'handled':
      return phase === 'wrap';
    case 'agent_ready':
    case 'agent_off':
      return !on || phase === 'idle';
    default:
      return phase !== 'idle';
  }
}
