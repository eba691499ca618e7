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

/** `otherRuns`: by any layout but the demo's, whatever became of them. */
export async function countImportRuns(sql: Sql, demoLayout: string): Promise<{ doneRuns: number; otherRuns: number }> {
  const [row] = await sql<{ doneRuns: number; otherRuns: number }[]>`
    select count(*) filter (where state = 'done')::int as "doneRuns",
           count(*) filter (where layout <> ${demoLayout})::int as "otherRuns"
    from import_run`;
  return row ?? { doneRuns: 0, otherRuns: 0 };
}

export async function insertSelfTest(sql: Sql, withinMs: number): Promise<number> {
  const [row] = await sql<{ id: number }[]>`
    insert into command (kind, payload, expires_at)
    values ('self_test', '{}', now() + ${withinMs} * interval '1 millisecond') returning id`;
  await sql`select pg_notify('command', '')`;
  if (!row) throw new Error('insert gave no row');
  return row.id;
}

export async function selectCommand(sql: Sql, id: number): Promise<{ state: string; result: unknown } | undefined> {
  const [row] = await sql<{ state: string; result: unknown }[]>`select state, result from command where id = ${id}`;
  return row;
}

export async function selectRecordingOf(
  sql: Sql,
  callId: string,
): Promise<{ id: string; state: string; lastError: string | null; sipCallId: string } | undefined> {
  const [row] = await sql<{ id: string; state: string; lastError: string | null; sipCallId: string }[]>`
    select r.id, r.state, r.last_error as "lastError", c.sip_call_id as "sipCallId"
    from recording r join call c on c.id = r.call_id where r.call_id = ${callId}`;
  return row;
}

export async function selectCityName(sql: Sql): Promise<string | null> {
  const [row] = await sql<{ name: string | null }[]>`
    select value->>'name' as name from setting where key = 'city' order by valid_from desc limit 1`;
  return row?.name ?? null;
}

/** Values of the calls that come in: the version that counts now, and those to come. */
export async function selectInboundTexts(sql: Sql): Promise<unknown[]> {
  const rows = await sql<{ value: unknown }[]>`
    select value from setting where key = 'inbound' order by valid_from desc limit 5`;
  return rows.map(({ value }) => value);
}
