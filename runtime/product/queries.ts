import type { Sql } from '../../core/platform/postgres.ts';

export async function hasHeartbeat(sql: Sql, process: string, pid: number): Promise<boolean> {
  const rows = await sql`
    select 1 from process_heartbeat where process = ${process} and pid = ${pid} and at > now() - interval '5 seconds'`;
  return rows.length > 0;
}

/** Every trunk that may be dialled; a simulated clock allows simulators only. */
export async function selectTrunks(sql: Sql): Promise<{ name: string; kind: string }[]> {
  return sql<{ name: string; kind: string }[]>`select name, kind from trunk where enabled`;
}

/** The way into the simulated telephone network. */
export async function upsertSimulatorTrunk(sql: Sql, node: string, channels: number): Promise<void> {
  await sql`
    insert into trunk (id, name, kind, node, endpoint, channels)
    values ('simulator', '模擬電話網', 'simulator', ${node}, 'carrier', ${channels})
    on conflict (id) do update set node = excluded.node, endpoint = excluded.endpoint, channels = excluded.channels`;
}

export async function countStaff(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from staff_account`;
  return row?.count ?? 0;
}

export async function countPersons(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from person`;
  return row?.count ?? 0;
}
