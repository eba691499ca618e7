/**
 * What the pacing controller is told and what it answers: the same words whether they come from the running dialler, from the
 * simulator of the planner or, one JSON line each, from `npm run -s pacing` (docs/pacing.md). Times are seconds on one clock that only
 * goes forward; ids are whatever the caller uses, compared by equality.
 */
export type PacingId = string | number;

export interface PacingInit {
  /** The most agents that can be logged in; who is on is told by events. */
  agents: number;
  trunks: number;
  /** Trunks to be left free for citizens who call back. */
  reserve: number;
  /** Originates a second. */
  cps: number;
  /** Seconds at the citizen's ear without an agent, after which the call counts as abandoned. */
  patienceSec: number;
  ringTimeoutSec: number;
  /** No call is hung up unanswered before it rang this long. */
  minRingSec: number;
  tickSec: number;
  /** Machines are filtered by detection and told as `machine`. */
  amd: boolean;
  /** The desk tells this long before an agent will be ready (`ready_soon`); 0 = it does not. */
  readySignalSec: number;
  lines: readonly PacingLine[];
  /** Per agent (by position) the lines they take; absent = all take all. */
  skills?: readonly (readonly string[])[];
}

export interface PacingLine {
  id: string;
  /** Highest share of persons who answered and were abandoned, 0.01 = 1 %. */
  cap: number;
  /** The line's own minimum ring instead of the pool's; from the ring time on, its calls are never hung up unanswered. */
  minRingSec?: number;
}

export type PacingEvent =
  | { e: 'dialled'; call: PacingId; line: string; type?: 'mobile' | 'fixed'; score?: number }
  | { e: 'failed' | 'no_answer' | 'machine' | 'answered' | 'dropped' | 'cancelled'; call: PacingId }
  | { e: 'connected'; call: PacingId; agent: PacingId }
  | { e: 'inbound'; call: PacingId; line: string }
  | { e: 'inbound_gone'; call: PacingId }
  | { e: 'talk_end' | 'agent_ready' | 'agent_off' | 'ready_soon'; agent: PacingId }
  | { e: 'handled'; agent: PacingId; result: 'contact' | 'absent' | 'machine' };

export interface PacingDecision {
  /** A wish: trunks and originate rate are enforced outside; each call placed comes back as `dialled`. */
  dial: { line: string; n: number }[];
  /** Calls to hang up unanswered. */
  cancel: PacingId[];
  /** Why so many and no more: figures for the one sentence the manager sees. */
  why: PacingWhy;
}

export interface PacingWhy {
  /** What set the number: the stable word the sentence is chosen by. */
  limit: 'no_agent' | 'ramp' | 'budget' | 'risk' | 'trunks' | 'cps' | 'progressive' | 'enough';
  agentsIdle: number;
  agentsBusy: number;
  ringing: number;
  /** Agents expected to come free before the calls now launched are answered. */
  expectedFree: number;
  /** Expected answers by persons and machines among what rings now and what is launched. */
  expectedAnswers: number;
  /** Chance of one more abandoned person by the last call launched. */
  risk: number;
  lines: { id: string; launched: number; answerChance: number; abandonment: number; cap: number }[];
}

/** What must outlive a restart: estimates and budgets. Plain JSON. */
export type PacingMemory = Record<string, unknown>;

export interface Pacer {
  readonly name: string;
  /** @param now seconds; never smaller than before. Same calls, same answers: there is no clock and no chance in here. */
  step(now: number, events: readonly PacingEvent[]): PacingDecision;
  memory(): PacingMemory;
}
