import { messageOf } from '../../core/platform/errors.ts';
import type { Logger } from '../../core/platform/logger.ts';
import type { Sql } from '../../core/platform/postgres.ts';

/** A second for a million installments; a minute on a busy machine. */
const LIMIT = '120s';

/**
 * Lists are counted from an index alone, which works only for pages that PostgreSQL has marked as seen by everybody. Autovacuum
 * would do it too, some minutes after the import; until then every count would read the whole table.
 */
export async function vacuumArrears({ sql, logger }: { sql: Sql; logger: Logger }): Promise<void> {
  const connection = await sql.reserve();
  try {
    await connection`select set_config('statement_timeout', ${LIMIT}, false)`;
    await connection`vacuum arrears_item`;
  } catch (error) {
    // The import is complete without it.
    logger.warn({ err: messageOf(error) }, 'no vacuum after the import; lists are slower until autovacuum comes');
  } finally {
    await connection`reset statement_timeout`.catch(() => undefined);
    connection.release();
  }
}
