import type { PacingInit } from './types.ts';

/** The spans a decision looks over, in seconds. */
export interface Timing {
  /** Calls may be hung up before the network gives up on them. */
  canCut: boolean;
  /** Ring age up to which a call placed now is sure to ring. */
  cutAge: number;
  /** How far ahead is looked: as long as a call placed now cannot be taken back. */
  horizon: number;
  patience: number;
}

const LONGEST_HORIZON_SEC = 40;

export function timingOf(init: PacingInit): Timing {
  const canCut = init.minRingSec < init.ringTimeoutSec - 1;
  const cutAge = canCut ? init.minRingSec : init.ringTimeoutSec;
  return {
    canCut,
    cutAge,
    horizon: Math.min(LONGEST_HORIZON_SEC, Math.ceil(cutAge) + 1),
    patience: Math.max(0, Math.round(init.patienceSec)),
  };
}
