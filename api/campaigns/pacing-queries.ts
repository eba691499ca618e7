import type { PoolPacing } from '../../core/contracts/realtime.ts';
import type { Queryable } from '../../core/platform/postgres.ts';

/** What each pool's pacing controller said last. Its age is by the database's clock, which wrote it. */
export async function selectPacing(db: Queryable): Promise<(Omit<PoolPacing, 'at'> & { at: Date })[]> {
  return db<(Omit<PoolPacing, 'at'> & { at: Date })[]>`
    select node, at, extract(epoch from now() - at)::float8 as "ageSec", sentence,
      coalesce(nullif(decision, 'null'::jsonb), '{}'::jsonb) as decision from pacing_status
    where at > now() - interval '1 day' order by node`;
}
