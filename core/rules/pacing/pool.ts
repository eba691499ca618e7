import { createHandlingBelief, type HandlingBelief } from './handling-belief.ts';
import { createLineBelief, type LineBelief } from './line-belief.ts';
import { createLineBudget, type LineBudget } from './line-budget.ts';
import { type AgentState, type Answered, NO_CALL, type RingingCall } from './pool-state.ts';
import type { PacingId, PacingInit } from './types.ts';

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
  /** A wish came to nothing (no contact left, or none allowed now): other lines go first for `drySec`, longer each time. */
  dry: boolean;
  dryUntil: number;
  drySec: number;
  inboundPerSec: number;
}

/** Everything that events tell: who rings, who waits, what each agent does. */
export interface Pool {
  lines: PoolLine[];
  agents: Map<PacingId, AgentState>;
  ringing: Map<PacingId, RingingCall>;
  waiting: Map<PacingId, Answered>;
  talking: Set<PacingId>;
  handling: HandlingBelief;
  readySignalSec: number;
  /** Grows when agents come or go; groups of lines must be made anew. */
  crewVersion: number;
  crewChanges: number[];
  /** When the crew last changed by a quarter. */
  settledAt: number;
  /** Everybody went: who comes on next begins a new day. After a restart with agents on duty the day goes on. */
  emptied: boolean;
  /** What was remembered of lines that are not dialled now; kept for when they are again. */
  otherLines: Record<string, unknown>;
}

export function createPool(init: PacingInit, horizon: number): Pool {
  return {
    lines: init.lines.map((line) => ({
      id: line.id,
      belief: createLineBelief(init.ringTimeoutSec, init.amd),
      budget: createLineBudget(line.cap, Math.max(1, init.agents)),
      launchedLately: 0,
      pending: 0,
      pendingSince: 0,
      dry: false,
      dryUntil: 0,
      drySec: 0,
      inboundPerSec: 0,
    })),
    agents: new Map(),
    ringing: new Map(),
    waiting: new Map(),
    talking: new Set(),
    handling: createHandlingBelief(horizon),
    readySignalSec: init.readySignalSec,
    crewVersion: 0,
    crewChanges: [],
    settledAt: Number.NEGATIVE_INFINITY,
    emptied: false,
    otherLines: {},
  };
}

export const lineAt = (pool: Pool, index: number): PoolLine => pool.lines[index] as PoolLine;

/** Agents are numbered, some in words (`agent-07`); those who are not, in the order they are told. */
function seatOf(id: PacingId, known: number): number {
  if (typeof id === 'number') return id;
  const digits = /\d+$/.exec(id)?.[0];
  return digits === undefined ? known : Number(digits);
}

export function agentOf(pool: Pool, id: PacingId): AgentState {
  const known = pool.agents.get(id);
  if (known !== undefined) return known;
  const fresh: AgentState = {
    seat: seatOf(id, pool.agents.size),
    on: false,
    phase: 'idle',
    since: 0,
    talked: 0,
    call: NO_CALL,
    weights: [1, 0, 0],
    readySoonAt: -1,
  };
  pool.agents.set(id, fresh);
  return fresh;
}
