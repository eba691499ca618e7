import type { PacingInit } from './types.ts';

export interface LineTiming {
  minRingSec: number;
  /** Calls may be hung up before the network gives up on them. */
  canCut: boolean;
}

/** The spans a decision looks over, in seconds. */
export interface Timing {
  /** By position of the line. */
  lines: readonly LineTiming[];
  /**
   * Ring age up to which a call placed now is reckoned with: as long as it is sure to ring. The longest of the pool's lines for all of them,
   * or a line whose calls are cut would look worse than one whose calls ring on, and lose its turns to it.
   */
  cutAge: number;
  /** How far ahead is looked: as long as a call placed now cannot be taken back. */
  horizon: number;
  /** Need not be whole. */
  patience: number;
}

const LONGEST_HORIZON_SEC = 40;
/** Whoever waits longer is reckoned with as one who waits so long. */
const LONGEST_PATIENCE_SEC = 60;

export function timingOf(init: PacingInit): Timing {
  const { ringTimeoutSec } = init;
  const minRings = init.lines.map(({ minRingSec = init.minRingSec }) => minRingSec);
  const canCut = (minRingSec: number) => minRingSec < ringTimeoutSec - 1;
  const cutAges = minRings.map((minRingSec) => (canCut(minRingSec) ? minRingSec : ringTimeoutSec));
  const cutAge = cutAges.length > 0 ? Math.max(...cutAges) : ringTimeoutSec;
  return {
    lines: minRings.map((minRingSec) => ({ minRingSec, canCut: canCut(minRingSec) })),
    cutAge,
    horizon: Math.min(LONGEST_HORIZON_SEC, Math.ceil(cutAge) + 1),
    patience: Math.min(LONGEST_PATIENCE_SEC, Math.max(0, init.patienceSec)),
  };
}

export const timingAt = (timing: Timing, line: number): LineTiming => timing.lines[line] as LineTiming;
