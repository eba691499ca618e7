import { emptyChances } from './answer-chances.ts';
import { fill, type Picture } from './picture.ts';
import type { Pool } from './pool.ts';
import type { Timing } from './timing.ts';
import { TUNING } from './tuning.ts';
import type { PacingId, PacingInit } from './types.ts';
import { weigh } from './weigh.ts';

/**
 * Of the calls that rang long enough, those that would do more harm than good by ringing on: the next second's risk weighs more than
 * what an answer within the next few seconds would bring. Whoever is still not there after the minimum ring is rarely a person.
 * @param mustFree so many go in any case, the oldest, to make room for calls worth more
 */
export function chooseHangUps(
  init: PacingInit,
  pool: Pool,
  timing: Timing,
  picture: Picture,
  prices: readonly number[],
  mustFree: number,
  now: number,
): { cancel: PacingId[]; kept: Picture['old'] } {
  const chances = emptyChances(timing.horizon);
  const ahead = Math.min(timing.horizon, TUNING.keepAheadSec);
  const cancel: PacingId[] = [];
  const kept: Picture['old'] = [];
  picture.old.forEach((call, index) => {
    fill(call, now - call.since, init.ringTimeoutSec, pool, chances);
    const { gain } = weigh(call.line, chances, picture.byLine, prices, ahead);
    const { cost } = weigh(call.line, chances, picture.byLine, prices, 1);
    if (index >= mustFree && gain > TUNING.leastGainSec && gain > cost) {
      kept.push(call);
      return;
    }
    cancel.push(call.id);
    if (call.cancelAskedAt < 0) call.cancelAskedAt = now;
  });
  return { cancel, kept };
}
