import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '../../core/platform/errors.ts';
import type { Sql } from '../../core/platform/postgres.ts';

const POLL_MS = 250;

/** One import at a time in a database: `work` runs while this connection holds the lock, which dies with it. */
export async function withImportLock<T>(sql: Sql, waitMs: number, work: () => Promise<T>): Promise<T> {
  const connection = await sql.reserve();
  try {
    const until = performance.now() + waitMs;
    for (;;) {
      const [row] = await connection<{ got: boolean }[]>`
        select pg_try_advisory_lock(hashtextextended('toritsugi.import.' || current_schema(), 0)) as got`;
      if (row?.got) break;
      if (performance.now() > until)
        throw new DomainError('import/busy', 409, 'ほかの取込が終わりません。終わってからもう一度始めてください。');
      await sleep(POLL_MS);
    }
    try {
      return await work();
    } finally {
      await connection`select pg_advisory_unlock(hashtextextended('toritsugi.import.' || current_schema(), 0))`;
    }
  } finally {
    connection.release();
  }
}
