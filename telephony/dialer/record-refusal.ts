import type { Queryable } from '../../core/platform/postgres.ts';
import type { CallRefusal } from '../../core/rules/may-call.ts';
import { addDays, tokyoInstant, tokyoTime } from '../../core/rules/tokyo-time.ts';
import { moveTargets, type TargetMove, wakeFollowers } from './move-queries.ts';

export interface RefusedTarget {
  targetId: number;
  refusal: CallRefusal;
}

/** What a "no" does to the targets. The reason is what *Why?* shows. */
export async function recordRefusals(db: Queryable, refused: readonly RefusedTarget[], now: Date): Promise<void> {
  const moves = refused.map((one) => moveOf(one, now));
  await moveTargets(db, moves);
  const out = moves.filter(({ state }) => state !== 'waiting').map(({ targetId }) => targetId);
  await wakeFollowers(db, out);
}

function moveOf({ targetId, refusal }: RefusedTarget, now: Date): TargetMove {
  const { code, message: reason, rule, value, effect, again, ledBy } = refusal;
  const common = { targetId, code, reason, rule: { rule, value }, ...(ledBy === undefined ? {} : { ledBy }) };
  if (effect === 'later' || effect === 'campaign') {
    const tomorrow = tokyoInstant(addDays(tokyoTime(now).date, 1), 0);
    return { ...common, state: 'waiting', nextAt: again ?? tomorrow };
  }
  return { ...common, state: effect === 'done' ? 'done' : 'withdrawn', nextAt: null };
}
