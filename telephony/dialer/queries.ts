import type { Queryable } from '../../core/platform/postgres.ts';

/** Renewed every few seconds while the agent is there; long enough for a restart of the controller. */
export const LEASE_SEC = 30;

/** Reservations follow one another: what one agent holds is then a fact for the next. Ends with the transaction. */
export async function lockReservations(db: Queryable): Promise<void> {
  await db`select pg_advisory_xact_lock(hashtext('toritsugi/dialer/reserve'))`;
}

export interface Candidate {
  id: number;
  position: number;
  /** Nobody ever touched it: there is no row yet. */
  fresh: boolean;
}

/**
 * Targets whose turn it may be: promised callbacks first, then the busy and the failed of a moment ago, then those never
 * tried, then the other retries by time. Three ways in, each by its own index, so that finished campaigns cost nothing.
 *
 * @param freshFrom lowest position at which an untouched target can stand
 */
export async function selectCandidates(
  db: Queryable,
  campaignId: string,
  now: Date,
  freshFrom: number,
  limit: number,
): Promise<Candidate[]> {
  return db<Candidate[]>`
    select id, position, fresh from (
      (select ct.id, case when tp.reason_code = 'callback' then 0 when tp.reason_code in ('busy', 'trunk_error') then 1
          else 3 end as rank, tp.next_at, ct.position, false as fresh
        from target_progress tp join campaign_target ct on ct.id = tp.target_id
        where tp.state = 'waiting' and tp.next_at <= ${now} and ct.campaign_id = ${campaignId}
        order by rank, tp.next_at, ct.position limit ${limit})
      union all
      (select ct.id, 2, null, ct.position, false from target_progress tp join campaign_target ct on ct.id = tp.target_id
        where tp.state = 'queued' and ct.campaign_id = ${campaignId} order by ct.position limit ${limit})
      union all
      (select ct.id, 2, null, ct.position, true from campaign_target ct
        where ct.campaign_id = ${campaignId} and ct.position >= ${freshFrom}
          and not exists (select 1 from target_progress tp where tp.target_id = ct.id)
        order by ct.position limit ${limit})) turn
    order by rank, next_at, position, id limit ${limit}`;
}

/** Keeps everybody else's hands off; what is locked already is left out. In the order given. */
export async function lockTargets(db: Queryable, ids: readonly number[]): Promise<number[]> {
  const rows = await db<{ id: number }[]>`
    select id from campaign_target where id = any(${ids as number[]}::bigint[]) for update skip locked`;
  const locked = new Set(rows.map(({ id }) => id));
  return ids.filter((id) => locked.has(id));
}

/** The earliest time at which somebody of the campaign may be tried again; null when nobody waits. */
export async function nextWaiting(db: Queryable, campaignId: string): Promise<Date | null> {
  const [row] = await db<{ at: Date | null }[]>`
    select min(tp.next_at) as at from campaign_target ct join target_progress tp on tp.target_id = ct.id
    where ct.campaign_id = ${campaignId} and tp.state = 'waiting'`;
  return row?.at ?? null;
}

export interface ProgressRow {
  targetId: number;
  campaignId: string;
  personId: number;
  state: string;
  attempts: number;
  leaseAgentId: string | null;
  lastLineResult: string | null;
}

/** The target's row, locked. Undefined when nothing was ever done with it. */
export async function lockProgress(db: Queryable, targetId: number): Promise<ProgressRow | undefined> {
  const [row] = await db<ProgressRow[]>`
    select tp.target_id as "targetId", ct.campaign_id as "campaignId", ct.person_id as "personId", tp.state, tp.attempts,
      tp.lease_agent_id as "leaseAgentId", tp.last_line_result as "lastLineResult"
    from target_progress tp join campaign_target ct on ct.id = tp.target_id
    where tp.target_id = ${targetId} for update of tp`;
  return row;
}

export async function leaseTarget(
  db: Queryable,
  lease: { targetId: number; agentId: string; seconds: number; reason: string },
): Promise<void> {
  await db`
    insert into target_progress (target_id, state, lease_agent_id, lease_until, lease_reason)
    values (${lease.targetId}, 'leased', ${lease.agentId}, now() + make_interval(secs => ${lease.seconds}), ${lease.reason})
    on conflict (target_id) do update set state = 'leased', lease_agent_id = excluded.lease_agent_id,
      lease_until = excluded.lease_until, lease_reason = excluded.lease_reason, updated_at = now()`;
}

/** The dial begins: counted now, taken back if the line was at fault. */
export async function startAttempt(db: Queryable, targetId: number, phoneId: number, seconds: number): Promise<number> {
  const [row] = await db<{ attempts: number }[]>`
    update target_progress set state = 'in_call', attempts = attempts + 1, last_phone_id = ${phoneId},
      lease_until = now() + make_interval(secs => ${seconds}), lease_reason = 'in_call', updated_at = now()
    where target_id = ${targetId} returning attempts`;
  return row?.attempts ?? 0;
}

export async function holdForWrapUp(
  db: Queryable,
  targetId: number,
  lineResult: string,
  seconds: number,
): Promise<void> {
  await db`
    update target_progress set state = 'wrap_up', last_line_result = ${lineResult},
      lease_until = now() + make_interval(secs => ${seconds}), lease_reason = 'wrap_up', updated_at = now()
    where target_id = ${targetId}`;
}

export interface TargetMove {
  targetId: number;
  state: 'queued' | 'waiting' | 'done' | 'withdrawn';
  nextAt: Date | null;
  code: string;
  reason: string;
  takeBackAttempt?: boolean;
  lineResult?: string | null;
  talkResult?: string | null;
}

/** The target moves on and its lease is gone. */
export async function moveTarget(db: Queryable, move: TargetMove): Promise<void> {
  const back = move.takeBackAttempt === true ? 1 : 0;
  await db`
    insert into target_progress (target_id, state, next_at, reason_code, reason)
    values (${move.targetId}, ${move.state}, ${move.nextAt}, ${move.code}, ${move.reason})
    on conflict (target_id) do update set state = excluded.state, next_at = excluded.next_at,
      reason_code = excluded.reason_code, reason = excluded.reason,
      attempts = greatest(target_progress.attempts - ${back}, 0),
      last_line_result = coalesce(${move.lineResult ?? null}, target_progress.last_line_result),
      last_talk_result = coalesce(${move.talkResult ?? null}, target_progress.last_talk_result),
      lease_agent_id = null, lease_until = null, lease_reason = null, updated_at = now()`;
}

/** Back as it was before the lease: its waiting time, if it had one, still counts. */
export async function unlease(db: Queryable, targetId: number, takeBackAttempt: boolean): Promise<void> {
  await db`
    update target_progress set state = case when next_at is null then 'queued' else 'waiting' end,
      attempts = greatest(attempts - ${takeBackAttempt ? 1 : 0}, 0),
      lease_agent_id = null, lease_until = null, lease_reason = null, updated_at = now()
    where target_id = ${targetId}`;
}

export async function renewLeases(
  db: Queryable,
  held: readonly { targetId: number; agentId: string | null }[],
  seconds: number,
): Promise<void> {
  await db`
    update target_progress tp set lease_until = now() + make_interval(secs => ${seconds})
    from unnest(${held.map(({ targetId }) => targetId)}::bigint[], ${held.map(({ agentId }) => agentId)}::uuid[])
      as h (target_id, agent_id)
    where tp.target_id = h.target_id and tp.lease_agent_id is not distinct from h.agent_id and tp.lease_until is not null`;
}

export interface CallEnd {
  callId: string;
  phoneId: number | null;
  dialled: boolean;
  ended: boolean;
  lineResult: string | null;
  whoAnswered: string | null;
  talkResult: string | null;
  callbackAt: Date | null;
}

/** The newest call of a target since it was leased, with the agent's newest result for it. */
export async function lastCall(
  db: Queryable,
  targetId: number,
  callId: string | null = null,
): Promise<CallEnd | undefined> {
  const [row] = await db<CallEnd[]>`
    select c.id as "callId", c.phone_id as "phoneId", c.dialled_at is not null as dialled, c.ended_at is not null as ended,
      coalesce(r.line_result, c.line_result) as "lineResult", r.who_answered as "whoAnswered",
      r.talk_result as "talkResult", r.callback_at as "callbackAt"
    from campaign_target ct
      join call c on c.person_id = ct.person_id and c.target_id = ct.id
      left join lateral (select * from contact_record r where r.call_id = c.id order by r.created_at desc limit 1) r on true
    where ct.id = ${targetId} and ${callId === null ? db`true` : db`c.id = ${callId}`}
    order by c.created_at desc limit 1`;
  return row;
}

/** Line results of the target's earlier calls, newest first. */
export async function earlierResults(db: Queryable, targetId: number, exceptCallId: string): Promise<string[]> {
  const rows = await db<{ lineResult: string }[]>`
    select c.line_result as "lineResult" from campaign_target ct
      join call c on c.person_id = ct.person_id and c.target_id = ct.id
    where ct.id = ${targetId} and c.id <> ${exceptCallId} and c.line_result is not null
    order by c.created_at desc limit 20`;
  return rows.map(({ lineResult }) => lineResult);
}

/** Leases nobody renewed. A target whose call is still open is left alone: the citizen may be on the line. */
export async function lockExpired(db: Queryable, limit: number): Promise<ProgressRow[]> {
  return db<ProgressRow[]>`
    select tp.target_id as "targetId", ct.campaign_id as "campaignId", ct.person_id as "personId", tp.state, tp.attempts,
      tp.lease_agent_id as "leaseAgentId", tp.last_line_result as "lastLineResult"
    from target_progress tp join campaign_target ct on ct.id = tp.target_id
    where tp.lease_until < now()
      and not exists (select 1 from call c where c.person_id = ct.person_id and c.target_id = ct.id and c.ended_at is null)
    order by tp.lease_until limit ${limit}
    for update of tp skip locked`;
}

/** Everybody of a running campaign whose last yen of its subject is paid leaves it, before anybody is offered them. */
export async function withdrawSettled(db: Queryable, reason: string): Promise<number> {
  const rows = await db`
    insert into target_progress (target_id, state, reason_code, reason)
    select ct.id, 'withdrawn', 'settled', ${reason}
    from campaign c join campaign_target ct on ct.campaign_id = c.id left join target_progress tp on tp.target_id = ct.id
    where c.state = 'running' and (tp.target_id is null or tp.state in ('queued', 'waiting'))
      and not exists (select 1 from arrears_item i where i.person_id = ct.person_id and i.subject_id = c.subject_id
        and i.principal - i.collected - i.paid > 0)
    on conflict (target_id) do update set state = 'withdrawn', reason_code = 'settled', reason = excluded.reason,
      next_at = null, updated_at = now()
    where target_progress.state in ('queued', 'waiting')
    returning target_id`;
  return rows.length;
}

/** Withdrawn targets of running campaigns not looked at for `quietSec`, those who paid but owe again first. */
export async function lockWithdrawn(
  db: Queryable,
  quietSec: number,
  limit: number,
): Promise<{ targetId: number; campaignId: string }[]> {
  return db<{ targetId: number; campaignId: string }[]>`
    select tp.target_id as "targetId", ct.campaign_id as "campaignId"
    from target_progress tp join campaign_target ct on ct.id = tp.target_id join campaign c on c.id = ct.campaign_id
    where tp.state = 'withdrawn' and c.state = 'running'
      and (tp.updated_at < now() - make_interval(secs => ${quietSec}) or (tp.reason_code = 'settled' and exists (
        select 1 from arrears_item i where i.person_id = ct.person_id and i.subject_id = c.subject_id
          and i.principal - i.collected - i.paid > 0)))
    order by (tp.reason_code = 'settled') desc, tp.updated_at limit ${limit}
    for update of tp skip locked`;
}

export async function touchProgress(db: Queryable, targetIds: readonly number[]): Promise<void> {
  await db`update target_progress set updated_at = now() where target_id = any(${targetIds as number[]}::bigint[])`;
}
