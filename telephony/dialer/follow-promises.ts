import type { Queryable } from '../../core/platform/postgres.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { moveOn } from './after-call.ts';
import { moveTargets, type TargetMove, wakeFollowers } from './move-queries.ts';
import { lockPromisedTargets, nextByPreview, type PromisedTarget, type PromiseTurn } from './promise-queries.ts';
import { lastCall, lockProgress } from './queries.ts';
import type { DialerDeps } from './read-facts.ts';

/** A morning's broken promises come back over some rounds, a few seconds apart. */
const LIMIT = 200;

const MOVES: Record<PromiseTurn, Pick<TargetMove, 'state' | 'code' | 'reason'>> = {
  broken: { state: 'waiting', code: 'promise_broken', reason: '納付約束の入金が確認期間を過ぎても確認できません。' },
  part: { state: 'waiting', code: 'promise_part', reason: '納付約束の一部だけが入金されました。' },
  kept: { state: 'done', code: 'promise_kept', reason: '納付約束のとおり入金されました。' },
  withdrawn: { state: 'waiting', code: 'put_back', reason: '納付約束が取り消され、ふたたび架電の対象になりました。' },
  remind: { state: 'waiting', code: 'promise_reminder', reason: '納付約束の期日が近いため、ご案内します。' },
};

/**
 * What became of promises moves the targets that rested because of them: a broken one opens calling again, a kept one closes the case.
 * The gate is asked as always when their turn comes. Judging is the worker's; here only its word is followed.
 */
export async function followPromises(db: Queryable, deps: DialerDeps): Promise<void> {
  const now = deps.clock.now();
  const targets: PromisedTarget[] = [];
  for (const target of await lockPromisedTargets(db, tokyoTime(now).date, LIMIT))
    if (!(await judgedAgain(db, deps, target))) targets.push(target);
  if (targets.length === 0) return;
  await moveTargets(
    db,
    targets.map(({ targetId, turn, promiseId }) => {
      const move = MOVES[turn];
      return { targetId, ...move, nextAt: move.state === 'waiting' ? now : null, rule: { promise: promiseId } };
    }),
  );
  const ids = (which: (one: PromisedTarget) => boolean) => targets.filter(which).map(({ targetId }) => targetId);
  await nextByPreview(
    db,
    ids(({ turn }) => turn !== 'kept'),
  );
  await wakeFollowers(
    db,
    ids(({ turn }) => turn === 'kept'),
  );
}

/**
 * A promise that was withdrawn because its record was corrected: what the record says now decides, by the rule that follows every call.
 *
 * @returns false when the target was not called about it itself, or its record still speaks of a promise
 */
async function judgedAgain(
  db: Queryable,
  deps: DialerDeps,
  { targetId, turn, callId }: PromisedTarget,
): Promise<boolean> {
  if (turn !== 'withdrawn' || callId === null) return false;
  const progress = await lockProgress(db, targetId);
  const call = await lastCall(db, targetId);
  if (progress?.state !== 'done' || call?.callId !== callId || !call.ended || call.talkResult === 'promise')
    return false;
  await moveOn(db, deps, progress, call);
  return true;
}
