import type { PacingDecision, PacingEvent, PacingId, PacingInit } from '../../pacing/types.ts';

/** What any dialler knows of its pool; kept from the events. */
export interface PoolView {
  take(events: readonly PacingEvent[]): void;
  idle(): number;
  loggedIn(): number;
  talking(): number;
  ringing(): number;
  /** Ringing, waiting at the ear or talking. */
  alive(): number;
  /** Callers who wait for an agent. */
  waiting(): number;
  isIdle(agent: PacingId): boolean;
}

export function createPoolView(): PoolView {
  const idle = new Set<PacingId>();
  const loggedIn = new Set<PacingId>();
  const calls = new Map<PacingId, 'ringing' | 'waiting' | 'talking'>();
  const inAgent = new Map<PacingId, PacingId>();
  const count = (state: string) => {
    let found = 0;
    for (const is of calls.values()) if (is === state) found += 1;
    return found;
  };
  const takeOne = (event: PacingEvent) => {
    switch (event.e) {
      case 'dialled':
        calls.set(event.call, 'ringing');
        return;
      case 'answered':
      case 'inbound':
        calls.set(event.call, 'waiting');
        return;
      case 'connected':
        calls.set(event.call, 'talking');
        inAgent.set(event.agent, event.call);
        idle.delete(event.agent);
        return;
      case 'talk_end': {
        const call = inAgent.get(event.agent);
        if (call !== undefined) calls.delete(call);
        return;
      }
      case 'agent_ready':
        idle.add(event.agent);
        loggedIn.add(event.agent);
        return;
      case 'agent_off':
        idle.delete(event.agent);
        loggedIn.delete(event.agent);
        return;
      case 'failed':
      case 'no_answer':
      case 'machine':
      case 'dropped':
      case 'cancelled':
      case 'inbound_gone':
        calls.delete(event.call);
        return;
    }
  };
  return {
    take: (events) => events.forEach(takeOne),
    idle: () => idle.size,
    loggedIn: () => loggedIn.size,
    talking: () => count('talking'),
    ringing: () => count('ringing'),
    alive: () => calls.size,
    waiting: () => count('waiting'),
    isIdle: (agent) => idle.has(agent),
  };
}

/** Spreads a number of calls over the lines by turns; reference pacers know nothing better. */
export function spreadOverLines({ lines }: PacingInit): (n: number) => PacingDecision['dial'] {
  let turn = 0;
  return (n) => {
    const counts = new Map<string, number>();
    for (let placed = 0; placed < n && lines.length > 0; placed += 1) {
      const id = lines[turn % lines.length]?.id ?? '';
      turn += 1;
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return [...counts].map(([line, count]) => ({ line, n: count }));
  };
}

/** A decision without reasons: reference pacers explain nothing. */
export const bareDecision = (dial: PacingDecision['dial'], view: PoolView): PacingDecision => ({
  dial,
  cancel: [],
  why: {
    limit: 'enough',
    agentsIdle: view.idle(),
    agentsBusy: view.loggedIn() - view.idle(),
    ringing: view.ringing(),
    expectedFree: 0,
    expectedAnswers: 0,
    risk: 0,
    lines: [],
  },
});
