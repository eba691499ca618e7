import type { HandledWeights } from './handling-belief.ts';
import type { NumberType } from './line-belief.ts';
import type { PacingId } from './types.ts';

export interface RingingCall {
  id: PacingId;
  /** Position in `PacingInit.lines`, as everywhere in here. */
  line: number;
  since: number;
  type: NumberType | undefined;
  score: number | undefined;
  /** Ring age up to which it was already counted as not picked up. */
  counted: number;
  /** When it was first asked to be hung up; -1: never. The dialler may refuse. */
  cancelAskedAt: number;
}

/** Who is at the other end of a call, as far as it can be known before an agent tells. */
export interface Answered {
  line: number;
  inbound: boolean;
  /** Chance that it is a person and no machine. */
  personChance: number;
  /** Seconds it rang; -1 for inbound calls. */
  ringAge: number;
}

export interface AgentState {
  /** Position in the list of skills. */
  seat: number;
  on: boolean;
  phase: 'idle' | 'talk' | 'wrap';
  since: number;
  /** Seconds the talk took, in wrap-up. */
  talked: number;
  /** The call in hand, or the last one. */
  call: Answered;
  weights: HandledWeights;
  /** When the desk announced to be ready; -1: it did not. */
  readySoonAt: number;
}

export const NO_CALL: Answered = { line: 0, inbound: true, personChance: 1, ringAge: -1 };
