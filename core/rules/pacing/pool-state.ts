import type { HandledWeights } from './handling-belief.ts';
import type { NumberType } from './line-belief.ts';
import type { PacingId } from './types.ts';

export interface RingingCall {
  id: PacingId;
  line: number;
  since: number;
  type: NumberType | undefined;
  score: number | undefined;
  /** Ring age up to which it was already counted as not picked up. */
  counted: number;
  /** When it was asked to be hung up; the dialler may refuse. */
  cancelAskedAt: number;
}

export interface WaitingCall {
  line: number;
  since: number;
  inbound: boolean;
  personChance: number;
  ringAge: number;
}

export interface AgentState {
  /** Position in the list of skills. */
  seat: number;
  on: boolean;
  phase: 'idle' | 'talk' | 'wrap';
  since: number;
  talked: number;
  line: number;
  weights: HandledWeights;
  ringAge: number;
  inbound: boolean;
  personChance: number;
  readySoonAt: number;
}
