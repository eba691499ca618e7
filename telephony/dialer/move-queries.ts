import type { Queryable } from '../../core/platform/postgres.ts';
import type { CallingBand } from '../../core/rules/calling-band.ts';

/** What the next try is to be; a refusal leaves all of it as it stands. */
export interface NextTry {
  mode: 'preview' | null;
  phoneId: number | null;
  band: CallingBand | null;
  channel: 'call' | 'sms' | 'letter' | 'hand_over';
  /** A callback promised by this agent; everybody's after `ownerUntil` (product clock). */
  ownerAgentId: string | null;
  ownerUntil: Date | null;
  cutInRow: number;
}

export interface TargetMove {
  targetId: number;
  state: 'queued' | 'waiting' | 'done' | 'withdrawn';
  nextAt: Date | null;
  code: string;
  reason: string;
  /** The rule and its values behind the code, for *Why?*. */
  rule?: Readonly<Record<string, string | number | boolean | null>>;
  /** Called through this other target of the same person. */
  ledBy?: number;
  takeBackAttempt?: boolean;
  lineResult?: string | null;
  talkResult?: string | null;
}

/**
 * Targets move on and their leases are gone. A promised callback that only has to wait a little stays one. Through whom a target was called
 * is kept when it takes over: those calls were tries of its case too.
 */
export async function moveTargets(db: Queryable, moves: readonly TargetMove[]): Promise<void> {
  if (moves.length === 0) return;
  const rows = moves.map((move) => ({
    target_id: move.targetId,
    state: move.state,
    next_at: move.nextAt?.toISOString() ?? null,
    reason_code: move.code,
    reason: move.reason,
    rule: move.rule ?? {},
    led_by_target_id: move.ledBy ?? null,
    back: move.takeBackAttempt === true ? 1 : 0,
    last_line_result: move.lineResult ?? null,
    last_talk_result: move.talkResult ?? null,
    keeps_promise: move.state === 'waiting' && move.lineResult === undefined,
  }));
  await db`
    with moved as (select * from jsonb_to_recordset(${db.json(rows)}) as m (target_id bigint, state text, next_at timestamptz,
      reason_code text, reason text, rule jsonb, led_by_target_id bigint, back int, last_line_result text, last_talk_result text,
      keeps_promise boolean)),
    known as (update target_progress tp set state = m.state, next_at = m.next_at,
        reason_code = case when m.keeps_promise and tp.reason_code = 'callback' then 'callback' else m.reason_code end,
        reason = m.reason,
        -- who asked for the callback goes with it: only the citizen's own wish lifts caps
        rule = m.rule || case when m.keeps_promise and tp.reason_code = 'callback' and tp.rule ? 'askedBy'
          then jsonb_build_object('askedBy', tp.rule->'askedBy') else '{}' end, led_by_target_id = coalesce(m.led_by_target_id, tp.led_by_target_id), attempts = greatest(tp.attempts - m.back, 0),
        last_line_result = coalesce(m.last_line_result, tp.last_line_result),
        last_talk_result = coalesce(m.last_talk_result, tp.last_talk_result),
        lease_agent_id = null, lease_until = null, lease_reason = null, lease_pool = false, updated_at = now()
      from moved m where tp.target_id = m.target_id returning tp.target_id)
    insert into target_progress (target_id, state, next_at, reason_code, reason, rule, led_by_target_id)
    select target_id, state, next_at, reason_code, reason, rule, led_by_target_id from moved
    where target_id not in (select target_id from known)`;
}

export const moveTarget = (db: Queryable, move: TargetMove): Promise<void> => moveTargets(db, [move]);

/** Whoever waited for one of these leaders is anybody's to call again: it is finished, or out. */
export async function wakeFollowers(db: Queryable, leaderIds: readonly number[]): Promise<void> {
  if (leaderIds.length === 0) return;
  await db`
    update target_progress set ${takesOver(db)}
    where led_by_target_id = any(${leaderIds as number[]}::bigint[]) and state = 'waiting' and reason_code = 'led_by'`;
}

/** `over` says why somebody who would lead does not; without it there is nobody left to lead. */
export interface FreedFollower {
  targetId: number;
  over: { rule: string; value: string; message: string } | null;
}

export async function releaseFollowers(db: Queryable, freed: readonly FreedFollower[]): Promise<void> {
  for (const [message, same] of Map.groupBy(freed, ({ over }) => over?.message ?? null)) {
    const ids = same.map(({ targetId }) => targetId);
    await db`update target_progress set ${takesOver(db)} where target_id = any(${ids}::bigint[])`;
    const over = same[0]?.over;
    if (message === null || !over) continue;
    const rule = { rule: over.rule, value: over.value };
    await db`update target_progress set reason_code = 'leader_unstaffed', reason = ${message}, rule = ${db.json(rule)}
      where target_id = any(${ids}::bigint[])`;
  }
}

const takesOver = (db: Queryable) => db`state = 'queued', next_at = null, reason_code = 'leader_over',
  reason = 'まとめて連絡する科目がなくなり、この科目から架電します。', updated_at = now()`;

/** Followers of running campaigns whose time to be looked at again has come. */
export async function lockDueFollowers(
  db: Queryable,
  now: Date,
  limit: number,
): Promise<{ targetId: number; campaignId: string }[]> {
  return db<{ targetId: number; campaignId: string }[]>`
    select tp.target_id as "targetId", tp.campaign_id as "campaignId" from target_progress tp
    where tp.target_id in (
      select due.target_id from campaign c cross join lateral (select f.target_id from target_progress f
        where f.campaign_id = c.id and f.state = 'waiting' and f.turn = 5 and f.next_at <= ${now}
        order by f.next_at limit ${limit}) due
      where c.state = 'running' limit ${limit})
    for update skip locked`;
}

/**
 * The conversation was about everything that may be told together: the person's other targets of the group go with it. Those an
 * agent has in hand are left alone.
 */
export async function creditFollowers(
  db: Queryable,
  leader: { targetId: number; callId: string; talkResult: string },
): Promise<void> {
  await db`
    insert into target_progress (target_id, state, reason_code, reason, rule, led_by_target_id, last_talk_result)
    select ot.id, 'done', 'credited', '「' || s.short_name || '」の通話でご案内しました。',
      jsonb_build_object('rule', 'credited', 'target', ct.id, 'call', ${leader.callId}::text, 'talk', ${leader.talkResult}::text),
      ct.id, ${leader.talkResult}
    from campaign_target ct join campaign c on c.id = ct.campaign_id join subject s on s.id = c.subject_id
      join campaign_target ot on ot.person_id = ct.person_id and ot.id <> ct.id
      join campaign oc on oc.id = ot.campaign_id and oc.state = 'running' and oc.privileged = c.privileged
      join subject os on os.id = oc.subject_id and os.sharing_group = s.sharing_group
        and (os.debt_class = 'private') = (s.debt_class = 'private')
    where ct.id = ${leader.targetId}
    on conflict (target_id) do update set state = 'done', reason_code = 'credited', reason = excluded.reason, rule = excluded.rule,
      led_by_target_id = excluded.led_by_target_id, last_talk_result = excluded.last_talk_result, next_at = null, updated_at = now()
    where target_progress.state in ('queued', 'waiting')`;
}

export async function setNextTry(db: Queryable, targetId: number, next: NextTry): Promise<void> {
  await db`
    update target_progress set next_mode = ${next.mode}, next_phone_id = ${next.phoneId}, next_band = ${next.band},
      next_channel = ${next.channel}, owner_agent_id = ${next.ownerAgentId}, owner_until = ${next.ownerUntil},
      cut_in_row = ${next.cutInRow}
    where target_id = ${targetId}`;
}

export interface BandOpening {
  campaignId: string;
  band: CallingBand;
  now: Date;
  /** Now, when the band is open. */
  opening: Date;
}

/**
 * Targets that wait for the band, moved to its opening: those that are due while it is closed, and those that wait for a later
 * one although their rule (`notBefore`) would let them come now. Promised callbacks and refusals keep their own time.
 */
export async function moveToOpening(db: Queryable, { campaignId, band, now, opening }: BandOpening): Promise<void> {
  await db`
    update target_progress set next_at = ${opening}
    where campaign_id = ${campaignId} and state = 'waiting' and turn = 3 and next_band = ${band}
      and ((next_at <= ${now} and ${opening > now}) or (next_at > ${opening} and (rule->>'notBefore')::timestamptz <= ${opening}))`;
}

export async function forgetBand(db: Queryable, campaignId: string, band: CallingBand): Promise<void> {
  await db`
    update target_progress set next_band = null
    where campaign_id = ${campaignId} and state = 'waiting' and next_band = ${band}`;
}
