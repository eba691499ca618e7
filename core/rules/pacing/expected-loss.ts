import { emptyChances } from './answer-chances.ts';
import { fill, type Picture } from './picture.ts';
import type { Pool } from './pool.ts';
import type { PoolGroup } from './pool-groups.ts';
import type { Timing } from './timing.ts';
import type { PacingInit } from './types.ts';

/** Per line, persons a second who would answer now and find nobody within their patience: what the next moments are expected to cost. */
export function expectedLossPerSec(
  init: PacingInit,
  pool: Pool,
  timing: Timing,
  picture: Picture,
  kept: Picture['old'],
  now: number,
): number[] {
  const chances = emptyChances(timing.horizon);
  const perSec = pool.lines.map(() => 0);
  for (const call of [...picture.young, ...kept]) {
    const group = picture.byLine[call.line] as PoolGroup;
    if (group.idle > 0) continue;
    fill(call, now - call.since, init.ringTimeoutSec, pool, chances);
    perSec[call.line] = (perSec[call.line] as number) + (chances.person[1] as number) * group.noneSoon;
  }
  return perSec;
}
