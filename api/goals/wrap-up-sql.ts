import type { Queryable } from '../../core/platform/postgres.ts';

/**
 * Seconds from the last hang-up of call `k` to its first saved result, null without one. Both by the real clock: a simulated one runs faster
 * than the agent's hands.
 */
export const savedAfter = (db: Queryable) => db`
  (select greatest(0, extract(epoch from r.created_at) - k.ended_real_ms / 1000.0) from contact_record r
    where r.call_id = k.id and r.supersedes_id is null and k.ended_real_ms is not null)`;

/** Over rows with `wrap_up_sec`. */
export const wrapUpCounts = (db: Queryable) => db`
  count(wrap_up_sec) as "wrapUps", coalesce(round(sum(wrap_up_sec)), 0)::int as "wrapUpSec"`;
