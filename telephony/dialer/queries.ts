import type { Queryable } from '../../core/platform/postgres.ts';
import { settingJson } from '../../core/reach/city-queries.ts';
import type { CallingBand } from '../../core/rules/calling-band.ts';

/** Renewed every few seconds while the agent is there; long enough for a restart of the controller. */
export const LEASE_SEC = 30;

export async function selectCampaignOf(db: Queryable, targetId: number): Promise<string | undefined> {
  const [row] = await db<{ id: string }[]>`select campaign_id as id from campaign_target where id = ${targetId}`;
  return row?.id;
}

export interface ProgressRow {
  targetId: number;
  campaignId: string;
  personId: number;
  state: string;
  attempts: number;
  leaseAgentId: string | null;
  /** In a call of the pool that has no agent yet. */
  leasePool: boolean;
  lastLineResult: string | null;
  reasonCode: string | null;
  nextMode: 'preview' | null;
  cutInRow: number;
}

const progressColumns = (db: Queryable) => db`tp.target_id as "targetId", ct.campaign_id as "campaignId",
  ct.person_id as "personId", tp.state, tp.attempts, tp.lease_agent_id as "leaseAgentId", tp.lease_pool as "leasePool",
  tp.last_line_result as "lastLineResult", tp.reason_code as "reasonCode", tp.next_mode as "nextMode",
  tp.cut_in_row as "cutInRow"`;

/**
 * The target's row, locked. Undefined when nothing was ever done with it. What follows in the transaction is planned once, as after
 * `lockReservations`.
 */
export async function lockProgress(db: Queryable, targetId: number): Promise<ProgressRow | undefined> {
  const [row] = await db<ProgressRow[]>`
    select ${progressColumns(db)}, set_config('plan_cache_mode', 'force_generic_plan', true)
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

export interface StartedAttempt {
  attemptNo: number;
  cutInRow: number;
  /** Why it was this target's turn: what it had been waiting for; null = never tried. */
  reasonCode: string | null;
}

/**
 * The dial begins: counted now, taken back if the line was at fault. With `pool` the target goes straight from the queue into
 * the pool's hands.
 */
export async function startAttempt(
  db: Queryable,
  dial: { targetId: number; phoneId: number; seconds: number; pool: boolean },
): Promise<StartedAttempt> {
  const until = db`now() + make_interval(secs => ${dial.seconds})`;
  const [row] = await db<StartedAttempt[]>`
    insert into target_progress (target_id, state, attempts, last_phone_id, lease_pool, lease_until, lease_reason, cut_in_row)
    values (${dial.targetId}, 'in_call', 1, ${dial.phoneId}, ${dial.pool}, ${until}, 'in_call', ${lastWasCut(db, dial.targetId)})
    on conflict (target_id) do update set state = 'in_call', attempts = target_progress.attempts + 1,
      last_phone_id = excluded.last_phone_id, lease_pool = excluded.lease_pool, lease_until = excluded.lease_until,
      lease_reason = 'in_call', cut_in_row = greatest(target_progress.cut_in_row, excluded.cut_in_row), updated_at = now()
    returning attempts as "attemptNo", cut_in_row as "cutInRow", reason_code as "reasonCode"`;
  return row ?? { attemptNo: 1, cutInRow: 0, reasonCode: null };
}

/** 1 when the person's last call, on whatever subject, was cut before its full ring: never twice running to one person. */
function lastWasCut(db: Queryable, targetId: number) {
  return db`coalesce((select (o.cut_by is not null and o.answered_at is null)::int from campaign_target ct
      join call o on o.person_id = ct.person_id and o.direction = 'outbound' and o.dialled_at is not null
    where ct.id = ${targetId} order by o.created_at desc limit 1), 0)`;
}

/** A citizen of the pool has an agent. Nothing happens to a target that left the pool's hands meanwhile. */
export async function leaseToAgent(db: Queryable, targetId: number, agentId: string, seconds: number): Promise<void> {
  await db`
    update target_progress set lease_pool = false, lease_agent_id = ${agentId},
      lease_until = now() + make_interval(secs => ${seconds}), updated_at = now()
    where target_id = ${targetId} and lease_pool`;
}

/** Offered or being dialled, and nobody has answered: what can still be called off. */
const heldUnanswered = (db: Queryable) => db`
    from target_progress tp join campaign c on c.id = tp.campaign_id left join lateral (select k.id, k.answered_at from call k
      where k.target_id = tp.target_id and k.ended_at is null order by k.created_at desc limit 1) open on true
    where tp.lease_until is not null and tp.state in ('leased', 'in_call') and open.answered_at is null`;

export interface HeldRow {
  targetId: number;
  /** Of the campaign: shielded persons are called in it. */
  privileged: boolean;
  /** The city's setting of that name. */
  stopPolicy: unknown;
}

/** Without keeping anybody's hands off them: asked each second, and nearly always nothing is to be done. */
export function selectHeldUnanswered(db: Queryable, today: string): Promise<HeldRow[]> {
  return db<HeldRow[]>`
    select tp.target_id as "targetId", c.privileged, ${settingJson(db, today, db`'stop_policy'`)} as "stopPolicy" ${heldUnanswered(db)}`;
}

export async function lockHeldUnanswered(
  db: Queryable,
  targetIds: readonly number[],
): Promise<{ targetId: number; campaignId: string; agentId: string | null; callId: string | null }[]> {
  return db<{ targetId: number; campaignId: string; agentId: string | null; callId: string | null }[]>`
    select tp.target_id as "targetId", tp.campaign_id as "campaignId", tp.lease_agent_id as "agentId", open.id as "callId"
    ${heldUnanswered(db)} and tp.target_id = any(${targetIds as number[]}::bigint[])
    order by tp.target_id for update of tp skip locked`;
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

/** Back as it was before the lease: its waiting time, if it had one, still counts. */
export async function unlease(db: Queryable, targetId: number, takeBackAttempt: boolean): Promise<void> {
  await db`
    update target_progress set state = case when next_at is null then 'queued' else 'waiting' end,
      attempts = greatest(attempts - ${takeBackAttempt ? 1 : 0}, 0),
      lease_agent_id = null, lease_until = null, lease_reason = null, lease_pool = false, updated_at = now()
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
  agentId: string | null;
  callId: string;
  phoneId: number | null;
  dialled: boolean;
  ended: boolean;
  lineResult: string | null;
  whoAnswered: string | null;
  talkResult: string | null;
  callbackAt: Date | null;
  /** We ended it before its full ring. */
  cut: boolean;
}

/** The newest call of a target since it was leased, with the agent's newest result for it. */
export async function lastCall(
  db: Queryable,
  targetId: number,
  callId: string | null = null,
): Promise<CallEnd | undefined> {
  const [row] = await db<CallEnd[]>`
    select c.id as "callId", c.agent_id as "agentId", c.phone_id as "phoneId", c.dialled_at is not null as dialled, c.ended_at is not null as ended,
      coalesce(r.line_result, c.line_result) as "lineResult", r.who_answered as "whoAnswered",
      r.talk_result as "talkResult", r.callback_at as "callbackAt",
      c.cut_by is not null and c.answered_at is null as cut
    from campaign_target ct
      join call c on c.person_id = ct.person_id and c.target_id = ct.id
      left join lateral (select * from contact_record r where r.call_id = c.id order by r.created_at desc limit 1) r on true
    where ct.id = ${targetId} and ${callId === null ? db`true` : db`c.id = ${callId}`}
    order by c.created_at desc limit 1`;
  return row;
}

export interface TargetCall {
  lineResult: string | null;
  band: CallingBand | null;
  /** It rang to its end, was answered or was refused by the network: what coverage counts. */
  fullRing: boolean;
}

/** The target's calls that reached the network, newest first. */
export async function targetCalls(db: Queryable, targetId: number): Promise<TargetCall[]> {
  return db<TargetCall[]>`
    select coalesce(r.line_result, c.line_result) as "lineResult", c.band,
      coalesce(c.full_ring and not c.excluded_from_count, false) as "fullRing"
    from campaign_target ct join call c on c.person_id = ct.person_id and c.target_id = ct.id
      left join lateral (select line_result from contact_record r where r.call_id = c.id order by r.created_at desc limit 1) r on true
    where ct.id = ${targetId} and c.dialled_at is not null
    order by c.created_at desc limit 50`;
}

/** Leases nobody renewed. A target whose call is still open is left alone: the citizen may be on the line. */
export async function lockExpired(db: Queryable, limit: number): Promise<ProgressRow[]> {
  return db<ProgressRow[]>`
    select ${progressColumns(db)}
    from target_progress tp join campaign_target ct on ct.id = tp.target_id
    where tp.lease_until < now()
      and not exists (select 1 from call c where c.person_id = ct.person_id and c.target_id = ct.id and c.ended_at is null)
    order by tp.lease_until limit ${limit}
    for update of tp skip locked`;
}

/**
 * Everybody of a running campaign whose last yen of its subject is paid leaves it, before anybody is offered them. Never waits for whoever
 * is at work on a target just now: so many rows in one go would cross them.
 */
export async function withdrawSettled(db: Queryable, reason: string): Promise<number[]> {
  const rows = await db<{ targetId: number }[]>`
    with settled as materialized (
      select ct.id, tp.target_id is null as untouched
      from campaign c join campaign_target ct on ct.campaign_id = c.id left join target_progress tp on tp.target_id = ct.id
      where c.state = 'running' and (tp.target_id is null or tp.state in ('queued', 'waiting'))
        and not exists (select 1 from arrears_item i where i.person_id = ct.person_id and i.subject_id = c.subject_id
          and i.principal - i.collected - i.paid > 0)
    ), locked as materialized (
      select tp.target_id from target_progress tp
      where tp.target_id in (select id from settled where not untouched) and tp.state in ('queued', 'waiting')
      for update skip locked
    ), moved as (
      update target_progress tp set state = 'withdrawn', reason_code = 'settled', reason = ${reason}, next_at = null, updated_at = now()
      from locked l where tp.target_id = l.target_id returning tp.target_id
    ), added as (
      insert into target_progress (target_id, state, reason_code, reason)
      select id, 'withdrawn', 'settled', ${reason} from settled where untouched
      on conflict (target_id) do nothing returning target_id
    )
    select target_id as "targetId" from moved union all select target_id from added`;
  return rows.map(({ targetId }) => targetId);
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
