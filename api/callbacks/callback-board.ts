import type { CallbackBoard } from '../../core/contracts/http/callbacks.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { takesLine } from '../../core/rules/agent-lines.ts';
import { callbackState } from '../../core/rules/callback-state.ts';
import { addDays, tokyoInstant, tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { Caller } from '../http/caller.ts';
import { countPoolCallbacks, type PoolCallbackRow, selectOwnCallbacks, selectReach } from './queries.ts';

/** What one person can promise and keep; more would be a list nobody reads. */
const LIMIT = 20;

export async function callbackBoard(db: Queryable, caller: Caller, now: Date): Promise<CallbackBoard> {
  const endOfDay = tokyoInstant(addDays(tokyoTime(now).date, 1), 0);
  const [mine, pool, reach] = await Promise.all([
    selectOwnCallbacks(db, caller.staffId, now, LIMIT),
    countPoolCallbacks(db, now, endOfDay, caller.privileged),
    selectReach(db, caller.staffId),
  ]);
  const lines = pool.filter((line) => reach !== undefined && takesLine(reach, line));
  const sum = (count: (line: PoolCallbackRow) => number) => lines.reduce((total, line) => total + count(line), 0);
  return {
    now: now.toISOString(),
    mine: mine.map(({ targetId, at, ownUntil, subjectId, shortName, colour }) => ({
      targetId,
      at: at.toISOString(),
      ownUntil: ownUntil.toISOString(),
      subject: { id: subjectId, shortName, colour },
      state: callbackState(at, now),
    })),
    pool: { due: sum(({ due }) => due), laterToday: sum(({ laterToday }) => laterToday) },
  };
}
