import type { Queryable } from '../../core/platform/postgres.ts';
import type { CallingBand } from '../../core/rules/calling-band.ts';

/**
 * Reservations follow one another: what one agent holds is then a fact for the next. Ends with the transaction. In it plans are
 * made once: the statements that judge persons take longer to plan than to run, and their plan never depends on the values.
 */
export async function lockReservations(db: Queryable): Promise<void> {
  await db`select pg_advisory_xact_lock(hashtext('toritsugi/dialer/reserve')),
    set_config('plan_cache_mode', 'force_generic_plan', true)`;
}

/** The same for a transaction that reserves nothing. */
export async function planOnce(db: Queryable): Promise<void> {
  await db`select set_config('plan_cache_mode', 'force_generic_plan', true)`;
}

/** Of each way in as many as are wanted in all; written into the statement, because a plan made once must know how few that is. */
const few = (db: Queryable, wanted: number) => (wanted <= 4 ? db`limit 4` : wanted <= 16 ? db`limit 16` : db`limit 40`);

export interface CampaignTurn {
  campaignId: string;
  /** Lowest position at which an untouched target can stand. */
  freshFrom: number;
  /** False: of this campaign only callbacks and targets whose next try is preview; the pool has the rest. */
  ordinary: boolean;
  /** What is open now: who waits for another band is not offered. */
  band: CallingBand;
}

export interface Candidate {
  id: number;
  campaignId: string;
  position: number;
  /** Nobody ever touched it: there is no row yet. */
  fresh: boolean;
}

/**
 * Targets whose turn it may be: callbacks promised by this agent, other callbacks, then campaign by campaign in the order
 * given: the busy and the failed of a moment ago, those never tried, the other retries by time. Each way in has its own
 * index, so that neither finished campaigns nor thousands who wait for the evening cost anything.
 *
 * @param agentId null = for the pool: no callbacks, nobody whose next try is preview
 */
export async function selectTurns(
  db: Queryable,
  campaigns: readonly CampaignTurn[],
  agentId: string | null,
  now: Date,
  limit: number,
): Promise<Candidate[]> {
  const forPool = agentId === null;
  const waiting = (turn: number) => db`
    (select tp.target_id, 2 as tier, ${turn}::int as rank, tp.next_at, false as fresh from target_progress tp
      where c.ordinary = 1 and tp.campaign_id = c.campaign_id and tp.state = 'waiting' and tp.turn = ${turn} and tp.next_at <= ${now}
        and (not ${forPool} or tp.next_mode is null) and (tp.next_band is null or tp.next_band = c.band)
      order by tp.next_at ${few(db, limit)})`;
  return db<Candidate[]>`
    select turn.target_id as id, c.campaign_id as "campaignId", ct.position, turn.fresh
    from unnest(${campaigns.map(({ campaignId }) => campaignId)}::uuid[], ${campaigns.map(({ freshFrom }) => freshFrom)}::int[],
        ${campaigns.map(({ ordinary }) => (ordinary ? 1 : 0))}::int[], ${campaigns.map(({ band }) => band)}::text[])
        with ordinality as c (campaign_id, fresh_from, ordinary, band, ord)
      cross join lateral (
        (select tp.target_id, case when tp.owner_agent_id = ${agentId}::uuid then 0 else 1 end as tier, 0 as rank, tp.next_at,
            false as fresh
          from target_progress tp
          where not ${forPool} and tp.campaign_id = c.campaign_id and tp.state = 'waiting' and tp.turn = 0 and tp.next_at <= ${now}
            and (tp.owner_agent_id is null or tp.owner_agent_id = ${agentId}::uuid or tp.owner_until <= ${now})
          order by tier, tp.next_at ${few(db, limit)})
        union all
        (select tp.target_id, 2, 1, tp.next_at, false from target_progress tp
          where not ${forPool} and c.ordinary = 0 and tp.campaign_id = c.campaign_id and tp.state = 'waiting'
            and tp.next_mode = 'preview' and tp.next_at <= ${now} and tp.turn > 0 and (tp.next_band is null or tp.next_band = c.band)
          order by tp.next_at ${few(db, limit)})
        union all ${waiting(1)} union all ${waiting(3)}
        union all
        (select tp.target_id, 2, 2, null, false from target_progress tp
          where c.ordinary = 1 and tp.campaign_id = c.campaign_id and tp.state = 'queued' and (not ${forPool} or tp.next_mode is null)
          order by tp.target_id ${few(db, limit)})
        union all
        (select f.id, 2, 2, null, true from campaign_target f
          where c.ordinary = 1 and f.campaign_id = c.campaign_id and f.position >= c.fresh_from
            -- offset 0: asked row by row from the mark on, never by joining whole tables
            and not exists (select 1 from target_progress tp where tp.target_id = f.id offset 0)
          order by f.position ${few(db, limit)})) turn
      join campaign_target ct on ct.id = turn.target_id
    order by turn.tier, c.ord, turn.rank, turn.next_at, ct.position, ct.id limit ${limit}`;
}

/** Keeps everybody else's hands off; what is locked already is left out. In the order given. */
export async function lockTargets(db: Queryable, ids: readonly number[]): Promise<Set<number>> {
  const rows = await db<{ id: number }[]>`
    select id from campaign_target where id = any(${ids as number[]}::bigint[]) for update skip locked`;
  return new Set(rows.map(({ id }) => id));
}

/** The earliest time at which somebody of the campaigns may be tried again; null when nobody waits. */
export async function nextWaiting(db: Queryable, campaignIds: readonly string[], now: Date): Promise<Date | null> {
  const [row] = await db<{ at: Date | null }[]>`
    select min(next.next_at) as at from unnest(${campaignIds as string[]}::uuid[]) as c (id),
      (values (0), (1), (3)) as t (turn),
      lateral (select tp.next_at from target_progress tp
        where tp.campaign_id = c.id and tp.state = 'waiting' and tp.turn = t.turn and tp.next_at > ${now} order by tp.next_at limit 1) next`;
  return row?.at ?? null;
}
