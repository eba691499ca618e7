import { messageOf } from '../core/platform/errors.ts';
import type { Logger } from '../core/platform/logger.ts';
import type { Sql } from '../core/platform/postgres.ts';

export interface HeartbeatDetail {
  ari: boolean;
  ami: boolean;
  ready: boolean;
  calls: number;
  legs: number;
  /** Lets the next controller know whether Asterisk was restarted in between. */
  asteriskStartedAt: string | null;
}

const EVERY_MS = 1_000;

export async function readHeartbeat(sql: Sql, node: string): Promise<Partial<HeartbeatDetail> | undefined> {
  const [row] = await sql<{ detail: Partial<HeartbeatDetail> | null }[]>`
    select detail from process_heartbeat where process = 'telephony' and node = ${node}`;
  return row?.detail ?? undefined;
}

/** One row, each second: what the health page and the launcher judge this process by. */
export function startHeartbeat(sql: Sql, node: string, logger: Logger, detail: () => HeartbeatDetail): () => void {
  let busy = false;
  const beat = async () => {
    if (busy) return;
    busy = true;
    try {
      await sql`insert into process_heartbeat (process, node, pid, at, detail)
        values ('telephony', ${node}, ${process.pid}, now(), ${sql.json({ ...detail() })})
        on conflict (process) do update set node = excluded.node, pid = excluded.pid, at = now(), detail = excluded.detail`;
    } catch (error) {
      logger.warn({ err: messageOf(error) }, 'heartbeat not written');
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(() => void beat(), EVERY_MS);
  void beat();
  return () => clearInterval(timer);
}
