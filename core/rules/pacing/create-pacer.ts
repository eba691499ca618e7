import { applyEvents } from './apply-events.ts';
import { type Caution, cautionOf } from './caution.ts';
import { expectedLossPerSec } from './expected-loss.ts';
import { explain } from './explain.ts';
import { chooseHangUps } from './hang-up.ts';
import { launchCalls, type Room } from './launch.ts';
import { forgetOldWishes, learnFromSilence, passTime } from './pass-time.ts';
import { createPicture, type Picture } from './picture.ts';
import { createPool } from './pool.ts';
import { restorePool, savePool } from './pool-memory.ts';
import { timingOf } from './timing.ts';
import type { Pacer, PacingDecision, PacingEvent, PacingInit, PacingMemory } from './types.ts';

/**
 * The one controller that decides how many calls are placed, on which line, and which ringing ones are given up: in the running
 * dialler, in the planner's simulator and behind `npm run -s pacing` (docs/pacing.md).
 */
export function createPacer(init: PacingInit, memory?: PacingMemory): Pacer {
  const timing = timingOf(init);
  const pool = createPool(init, timing.horizon + Math.ceil(timing.patience));
  const picture = createPicture(init, pool, timing);
  const originates = createOriginateCount(init.cps);
  let lastStep: number | undefined;
  let lossPerSec = init.lines.map(() => 0);
  if (memory !== undefined) restorePool(pool, memory);

  const roomFor = (now: number, seen: Picture): Room => {
    const wished = pool.lines.reduce((total, line) => total + line.pending, 0);
    const used = pool.ringing.size + pool.waiting.size + pool.talking.size + wished;
    return {
      trunks: init.trunks - init.reserve - used,
      spare: seen.old.length,
      originates: originates.left(now),
    };
  };
  const nobodyOn = (seen: Picture): PacingDecision => {
    lossPerSec = lossPerSec.map(() => 0);
    return { dial: [], cancel: seen.old.map((call) => call.id), why: explain(pool, seen, undefined, []) };
  };
  return {
    name: 'toritsugi',
    memory: () => savePool(pool),
    step(now: number, events: readonly PacingEvent[]): PacingDecision {
      if (lastStep !== undefined && now > lastStep) passTime(pool, now - lastStep, now, lossPerSec);
      lastStep = now;
      applyEvents(pool, now, events);
      forgetOldWishes(pool, now);
      learnFromSilence(timing, pool, now);
      const seen = picture.look(now);
      if (seen.groups.every((group) => group.agents.size === 0)) return nobodyOn(seen);

      const cautions: Caution[] = pool.lines.map((line, index) =>
        cautionOf(init, pool, line, seen.byLine[index]?.agents.size ?? 0, now),
      );
      const prices = pool.lines.map((line) => line.budget.price);
      const wish = launchCalls(pool, timing, seen, prices, cautions, roomFor(now, seen));
      const { cancel, kept } = chooseHangUps(init, pool, timing, seen, prices, wish.mustFree, now);
      lossPerSec = expectedLossPerSec(init, pool, timing, seen, kept, now);

      const dial: PacingDecision['dial'] = [];
      pool.lines.forEach((line, index) => {
        const n = wish.counts[index] as number;
        if (n === 0) return;
        dial.push({ line: line.id, n });
        line.pending += n;
        line.pendingSince = now;
        originates.add(n);
      });
      return { dial, cancel, why: explain(pool, seen, wish, cautions) };
    },
  };
}

/** Originates left in the second that runs; where less than one a second is allowed, one in a longer stretch. */
function createOriginateCount(perSec: number) {
  const most = perSec <= 0 ? 0 : Math.max(1, Math.floor(perSec));
  const stretchSec = perSec > 0 && perSec < 1 ? 1 / perSec : 1;
  let from = Number.NEGATIVE_INFINITY;
  let count = 0;
  return {
    left(now: number) {
      if (now - from >= stretchSec) {
        from = Math.floor(now);
        count = 0;
      }
      return most - count;
    },
    add(n: number) {
      count += n;
    },
  };
}
