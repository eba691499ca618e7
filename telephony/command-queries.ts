import type { Command, CommandKind } from '../core/contracts/commands.ts';
import type { Queryable } from '../core/platform/postgres.ts';

export type AnyCommand = { [K in CommandKind]: Command<K> }[CommandKind];

/**
 * Takes what waits, oldest first, and marks it as taken in the same statement: whoever crashes after this leaves commands
 * that expire, never commands that are carried out twice.
 */
export async function claimCommands(db: Queryable): Promise<AnyCommand[]> {
  const rows = await db<AnyCommand[]>`update command set result = '{"taken": true}'::jsonb where id in (
      select id from command where state = 'waiting' and result is null and expires_at > now()
      order by id limit 50 for update skip locked)
    returning id, kind, agent_id as "agentId", payload`;
  return [...rows].sort((a, b) => a.id - b.id);
}

/** A command nobody took in time is never carried out late. Taken ones get a while longer to be answered. */
export async function expireCommands(db: Queryable): Promise<number> {
  const rows = await db`update command set state = 'expired', result = null, finished_at = now()
    where state = 'waiting' and expires_at <= now() - case when result is null then interval '0' else interval '60 seconds' end
    returning id`;
  return rows.length;
}

export async function finishCommand(
  db: Queryable,
  id: number,
  state: 'done' | 'refused',
  result: Record<string, unknown>,
): Promise<void> {
  const json = db.json(result as Record<string, string>);
  await db`update command set state = ${state}, result = ${json}, finished_at = now() where id = ${id} and state = 'waiting'`;
}
