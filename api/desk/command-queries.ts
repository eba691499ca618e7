import type { CommandKind, CommandPayloads } from '../../core/contracts/commands.ts';
import type { Queryable } from '../../core/platform/postgres.ts';

export async function insertCommand<K extends CommandKind>(
  db: Queryable,
  kind: K,
  agentId: string,
  payload: CommandPayloads[K],
  expiresAfterMs: number,
): Promise<number> {
  const [row] = await db<{ id: number }[]>`
    insert into command (kind, agent_id, payload, expires_at)
    values (${kind}, ${agentId}, ${db.json({ ...payload })}, now() + ${expiresAfterMs} * interval '1 millisecond')
    returning id`;
  if (!row) throw new Error('the command was not inserted');
  return row.id;
}

export function selectFinishedCommands(
  db: Queryable,
  ids: readonly number[],
): Promise<{ id: number; state: string; result: Record<string, unknown> | null }[]> {
  return db`
    select id, case when state = 'waiting' then 'expired' else state end as state, result from command
    where id = any(${[...ids]}::bigint[]) and (state <> 'waiting' or expires_at < now() - interval '300 milliseconds')`;
}
