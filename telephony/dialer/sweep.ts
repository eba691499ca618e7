import type { Queryable } from '../../core/platform/postgres.ts';
import { moveOn } from './after-call.ts';
import { lastCall, lockExpired, type ProgressRow, unlease } from './queries.ts';
import type { DialerDeps } from './read-facts.ts';

const MAX_EXPIRED = 200;

/** Frees every lease nobody renewed and says whose it was. */
export async function freeExpired(
  db: Queryable,
  deps: DialerDeps,
): Promise<readonly { targetId: number; agentId: string }[]> {
  const expired = await lockExpired(db, MAX_EXPIRED);
  for (const row of expired) await freeOne(db, deps, row);
  return expired.flatMap(({ targetId, leaseAgentId }) =>
    leaseAgentId === null ? [] : [{ targetId, agentId: leaseAgentId }],
  );
}

async function freeOne(db: Queryable, deps: DialerDeps, row: ProgressRow): Promise<void> {
  const call = row.state === 'leased' ? undefined : await lastCall(db, row.targetId);
  if (call?.ended && call.dialled) await moveOn(db, deps, row, call);
  else await unlease(db, row.targetId, row.state !== 'leased');
}
