import { agentOf, type Pool } from './pool.ts';
import type { PacingId } from './types.ts';

const CHANGE_SEC = 60;

/** The agent's intent and sound are proven: calls may land here. */
export function agentReady(pool: Pool, now: number, id: PacingId): void {
  const agent = agentOf(pool, id);
  // Given a call in this very moment: ready before it, though it is told after.
  if (agent.on && agent.phase === 'talk' && agent.since === now) return;
  if (!agent.on) {
    if (pool.emptied) newDay(pool);
    agent.on = true;
    crewChanged(pool, now);
  }
  agent.phase = 'idle';
  agent.since = now;
  agent.readySoonAt = -1;
  pool.talking.delete(id);
}

/** Whoever leaves in the middle of a call may still tell how it ended. */
export function agentOff(pool: Pool, now: number, id: PacingId): void {
  const agent = agentOf(pool, id);
  if (agent.on) {
    agent.on = false;
    crewChanged(pool, now);
    pool.emptied = crewSize(pool) === 0;
  }
  agent.readySoonAt = -1;
  pool.talking.delete(id);
}

function crewSize(pool: Pool): number {
  let on = 0;
  for (const agent of pool.agents.values()) if (agent.on) on += 1;
  return on;
}

function crewChanged(pool: Pool, now: number): void {
  pool.crewVersion += 1;
  pool.crewChanges = pool.crewChanges.filter((at) => now - at < CHANGE_SEC);
  pool.crewChanges.push(now);
  if (pool.crewChanges.length * 4 >= crewSize(pool)) pool.settledAt = now;
}

/** Curves are made anew at the start of a day, so that a controller started then from memory decides alike. */
function newDay(pool: Pool): void {
  pool.emptied = false;
  pool.handling.rebuild();
  for (const line of pool.lines) {
    line.budget.newDay();
    line.belief.shape.rebuild();
    line.launchedLately = 0;
  }
}
