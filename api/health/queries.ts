import type { Queryable } from '../../core/platform/postgres.ts';

export interface HeartbeatRow {
  process: string;
  age_sec: number;
  detail: Record<string, unknown> | null;
}

export function selectHeartbeats(db: Queryable): Promise<HeartbeatRow[]> {
  return db<HeartbeatRow[]>`
    select process, extract(epoch from clock_timestamp() - at)::float8 as age_sec, detail from process_heartbeat`;
}

/** Real seconds since the newest synthetic call that was answered. */
export async function selectSyntheticAge(db: Queryable): Promise<number | null> {
  const [row] = await db<{ age: number | null }[]>`
    select (extract(epoch from clock_timestamp()) - max(answered_real_ms) / 1000.0)::float8 as age
    from call where direction = 'synthetic' and ended_at is not null`;
  return row?.age ?? null;
}

export interface FigureRow {
  open_calls: number;
  waiting_commands: number;
  agents_logged_in: number;
  open_incidents: number;
  unregistered_recordings: number;
}

export async function selectFigures(db: Queryable): Promise<FigureRow | undefined> {
  const [row] = await db<FigureRow[]>`
    select (select count(*) from call where ended_at is null) as open_calls,
      (select count(*) from command where state = 'waiting') as waiting_commands,
      (select count(*) from agent_login where ended_at is null) as agents_logged_in,
      (select count(*) from incident where resolved_at is null) as open_incidents,
      (select count(*) from recording where state not in ('registered', 'purged')) as unregistered_recordings`;
  return row;
}

export async function upsertHeartbeat(db: Queryable, process: string, node: string, pid: number): Promise<void> {
  await db`
    insert into process_heartbeat (process, node, pid) values (${process}, ${node}, ${pid})
    on conflict (process) do update set node = excluded.node, pid = excluded.pid, at = now()`;
}
