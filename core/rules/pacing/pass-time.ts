import { INBOUND_MEMORY_SEC } from './apply-event.ts';
import { lineAt, type Pool } from './pool.ts';
import { type Timing, timingAt } from './timing.ts';

/** Whose turn it is among lines is decided by about the last half hour. */
const TURN_MEMORY_SEC = 1800;
/** A wish not fulfilled after this long will not be: no trunk after all, or nobody to call. The line is left alone, longer each time running. */
const WISH_SEC = 2;
const FIRST_DRY_SEC = 2;
const LONGEST_DRY_SEC = 15;
/** A gap in the steps (a stop, a night) was not dialled through: nothing was expected to be lost in it. */
const GAP_SEC = 5;

/** What changes by the mere passing of time. @param lossPerSec what was expected of each line per second since the last step */
export function passTime(pool: Pool, passed: number, now: number, lossPerSec: readonly number[]): void {
  pool.lines.forEach((line, index) => {
    if (passed < GAP_SEC) line.budget.expected((lossPerSec[index] as number) * passed);
    line.belief.level.pass(passed);
    line.inboundPerSec *= Math.exp(-passed / INBOUND_MEMORY_SEC);
    line.launchedLately *= Math.exp(-passed / TURN_MEMORY_SEC);
    if (line.dry && now >= line.dryUntil) line.dry = false;
  });
}

/** Wishes that came to nothing. Called after the events of the step, which tell of those that came true. */
export function forgetOldWishes(pool: Pool, now: number): void {
  for (const line of pool.lines) {
    if (line.pending === 0 || now - line.pendingSince < WISH_SEC) continue;
    line.pending = 0;
    line.dry = true;
    line.drySec = Math.min(LONGEST_DRY_SEC, line.drySec === 0 ? FIRST_DRY_SEC : 2 * line.drySec);
    line.dryUntil = now + line.drySec;
  }
}

/** A call that rang the minimum in vain tells as much as it ever will: learn from it now, not when it ends. */
export function learnFromSilence(timing: Timing, pool: Pool, now: number): void {
  for (const call of pool.ringing.values()) {
    const { minRingSec } = timingAt(timing, call.line);
    if (now - call.since < minRingSec || call.counted >= minRingSec) continue;
    lineAt(pool, call.line).belief.learn(call, call.counted, minRingSec, false);
    call.counted = minRingSec;
  }
}
