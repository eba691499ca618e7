import { messageOf } from '../core/platform/errors.ts';
import type { Logger } from '../core/platform/logger.ts';
import { openPostgres, type Sql, withDeadline } from '../core/platform/postgres.ts';

/** Two controllers of one node would tear each other's calls apart: the second waits until the first is really gone. */
export interface ControllerLease {
  /** Resolves with the reason when the lease is lost; nothing may act for the node from then on. */
  lost: Promise<string>;
  release(): Promise<void>;
}

const CHECK_EVERY_MS = 1_000;
const CHECK_DEADLINE_MS = 3_000;
const RETRY_MS = 250;

/**
 * An advisory lock on a connection of its own: it lives exactly as long as that connection does. PostgreSQL frees it the
 * moment the process dies, so a restarted controller need not wait for any expiry.
 */
export async function takeControllerLease(url: string, node: string, logger: Logger): Promise<ControllerLease> {
  const sql = openPostgres(url, { applicationName: 'telephony-lease', maxConnections: 1 });
  const key = `toritsugi-controller:${node}`;
  let told = false;
  for (;;) {
    try {
      const [row] = await sql<{ taken: boolean; pid: number }[]>`
        select pg_try_advisory_lock(hashtextextended(${key}, 0)) as taken, pg_backend_pid() as pid`;
      if (row?.taken) return watch(sql, row.pid);
      if (!told) logger.warn({ node }, 'another controller owns this node; waiting for it to end');
    } catch (error) {
      if (!told) logger.warn({ err: messageOf(error) }, 'the database is not there yet; waiting for it');
    }
    told = true;
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

function watch(sql: Sql, pid: number): ControllerLease {
  let lose: (reason: string) => void = () => undefined;
  const lost = new Promise<string>((resolve) => {
    lose = resolve;
  });
  const timer = setInterval(() => {
    withDeadline('lease', sql<{ pid: number }[]>`select pg_backend_pid() as pid`, CHECK_DEADLINE_MS).then(
      // The driver reconnects silently; on another connection the lock is not ours.
      ([row]) => row?.pid !== pid && lose('the lease connection was replaced'),
      (error: unknown) => lose(messageOf(error)),
    );
  }, CHECK_EVERY_MS);
  return {
    lost,
    async release() {
      clearInterval(timer);
      await sql.end({ timeout: 1 });
    },
  };
}
