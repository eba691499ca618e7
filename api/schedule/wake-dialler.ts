import type { Queryable } from '../../core/platform/postgres.ts';

/**
 * Evening and weekend begin: whoever was not reached on weekdays is due by the rows of the queue (`target_progress.next_at`,
 * `next_band`). This only wakes the pool, which would look by itself a moment later.
 */
export async function wakeDialler(db: Queryable): Promise<void> {
  await db`select pg_notify('campaign_changed', '')`;
}
