import type { Queryable } from '../../core/platform/postgres.ts';
import { settingJson } from '../../core/reach/city-queries.ts';
import { BLOCKING_PROBLEMS } from '../../core/rules/device-problem.ts';

export interface PoolLineRow {
  subjectId: string;
  name: string;
  centreId: string | null;
  capPercent: number;
  ringTimeoutSec: number;
  /** The subject's own values (setting `pacing:<科目コード>`). */
  pacing: unknown;
  /** A campaign of the line would miss its promise were its calls cut: the coverage planner says so. */
  ringInFull: boolean;
}

/** Lines the pool dials: subjects with a running predictive campaign and the city's yes in force today. Shielded persons' queues never are. */
export async function selectPoolLines(db: Queryable, today: string): Promise<PoolLineRow[]> {
  return db<PoolLineRow[]>`
    select s.id as "subjectId", s.short_name as name, s.centre_id as "centreId", y.cap_percent::float8 as "capPercent",
      max(c.ring_timeout_sec)::int as "ringTimeoutSec", coalesce(bool_or(w.ring_in_full), false) as "ringInFull",
      (select t.value from setting t where t.key = 'pacing:' || s.id and t.valid_from <= ${today}::date
        order by t.valid_from desc limit 1) as pacing
    from subject s join campaign c on c.subject_id = s.id left join coverage_watch w on w.campaign_id = c.id
      join lateral (select p.cap_percent from predictive_approval p where p.subject_id = s.id and p.valid_from <= ${today}::date
        and (p.valid_to is null or p.valid_to >= ${today}::date) order by p.valid_from desc, p.created_at desc limit 1) y on true
    where s.active and c.state = 'running' and c.mode = 'predictive' and not c.privileged and not c.training
    group by s.id, s.short_name, s.centre_id, y.cap_percent
    order by s.id`;
}

export interface TrunkUse {
  /** Channels of the node's trunks that are switched on. */
  channels: number;
  /** Calls on them now, in both directions. */
  used: number;
  /** The city's setting `pacing`: how many of them are kept, and what else the pool goes by. */
  setting: unknown;
}

export async function selectTrunkUse(db: Queryable, node: string, today: string): Promise<TrunkUse> {
  const [row] = await db<TrunkUse[]>`
    select coalesce(sum(t.channels), 0)::int as channels, coalesce(sum((select count(*) from call c
      where c.trunk_id = t.id and c.ended_at is null) + (select count(*) from call_party p where p.trunk_id = t.id
      and p.state in ('dialling', 'consulting', 'joined'))), 0)::int as used, ${settingJson(db, today, db`'pacing'`)} as setting
    from trunk t where t.enabled and t.node = ${node}`;
  return row ?? { channels: 0, used: 0, setting: undefined };
}

export interface PoolAgentRow {
  agentId: string;
  state: string;
  intent: string;
  legUp: boolean;
  mediaProven: boolean;
  callId: string | null;
  callMode: string | null;
  callDirection: string | null;
  /** Ready for all of the pool, or for a campaign that it dials: the pacing controller counts on this agent. */
  inPool: boolean;
  /** The subject of the one campaign an agent chose; null = the whole pool. */
  onlySubjectId: string | null;
  lineSubjectId: string | null;
  lineCalls: number;
  stayCalls: number;
  skills: string[] | null;
  subjectScope: string[] | null;
  centreScope: string[] | null;
}

export async function selectPoolAgents(db: Queryable, node: string): Promise<PoolAgentRow[]> {
  return db<PoolAgentRow[]>`
    select a.agent_id as "agentId", a.state, a.intent, a.leg_up as "legUp", a.media_proven_at is not null as "mediaProven",
      -- Somebody else's call that the agent joined or was passed is none the pool placed with them.
      a.call_id as "callId", case when j.id is null then k.mode end as "callMode", case when j.id is null then k.direction end as "callDirection",
      a.pool or coalesce(c.mode = 'predictive', false) as "inPool", case when a.pool then null else c.subject_id end as "onlySubjectId", a.line_subject_id as "lineSubjectId",
      a.line_calls as "lineCalls", s.stay_calls as "stayCalls", s.skills, s.subject_scope as "subjectScope",
      s.centre_scope as "centreScope"
    from agent_state a join staff_account s on s.id = a.agent_id
      left join campaign c on c.id = a.campaign_id left join call k on k.id = a.call_id
      left join lateral (select p.id from call_party p where p.staff_id = a.agent_id and p.state in ('dialling', 'consulting', 'joined')
        limit 1) j on true
    where a.node = ${node} and a.state <> 'offline' and s.disabled_at is null and not a.training and (a.pool or c.id is not null)
    order by a.agent_id`;
}

/** Targets whose last call was cut short already: theirs rings to its end. */
export async function selectCutBefore(db: Queryable, targetIds: readonly number[]): Promise<Set<number>> {
  const rows = await db<{ id: number }[]>`
    select target_id as id from target_progress where target_id = any(${[...targetIds]}::bigint[]) and cut_in_row > 0`;
  return new Set(rows.map(({ id }) => id));
}

export interface ResultRow {
  callId: string;
  whoAnswered: string | null;
  lineResult: string | null;
}

/** What the agents wrote about these calls. */
export async function selectResults(db: Queryable, callIds: readonly string[]): Promise<ResultRow[]> {
  return db<ResultRow[]>`
    select k.id as "callId", r.who_answered as "whoAnswered", coalesce(r.line_result, k.line_result) as "lineResult"
    from call k left join lateral (select who_answered, line_result from contact_record r where r.call_id = k.id
      order by r.created_at desc limit 1) r on true
    where k.id = any(${[...callIds]}::uuid[])`;
}

/** A page that reloads, or a restart of ours, is silent for seconds while the leg stays up: whoever sits there is on duty all the same. */
const NOT_AT_THE_DESK = BLOCKING_PROBLEMS.filter((problem) => problem !== 'unseen');

/** Somebody logged in who takes the line and wants work, now or when the call in hand is over. Null: any line. */
export async function anyoneOnDuty(db: Queryable, node: string, line: string | null): Promise<boolean> {
  const rows = await db`
    select 1 from agent_state a join staff_account s on s.id = a.agent_id left join subject l on l.id = ${line}
    where a.node = ${node} and a.state <> 'offline' and a.intent = 'ready' and a.leg_up and not a.training and s.disabled_at is null
      and (a.device_problem is null or a.device_problem <> all(${NOT_AT_THE_DESK}))
      and (${line}::text is null or ((s.skills is null or ${line} = any(s.skills))
        and (s.subject_scope is null or ${line} = any(s.subject_scope))
        and (s.centre_scope is null or l.centre_id is null or l.centre_id = any(s.centre_scope)))) limit 1`;
  return rows.length > 0;
}

export async function readPacingMemory(
  db: Queryable,
  node: string,
): Promise<{ body: Record<string, unknown>; savedRealMs: number } | undefined> {
  const [row] = await db<{ body: Record<string, unknown>; savedRealMs: number }[]>`
    select body, (extract(epoch from updated_at) * 1000)::bigint as "savedRealMs" from pacing_memory where node = ${node}`;
  return row;
}

export async function writePacingMemory(db: Queryable, node: string, body: string): Promise<void> {
  await db`insert into pacing_memory (node, body) values (${node}, ${body}::text::jsonb)
    on conflict (node) do update set body = excluded.body, updated_at = now()`;
}

export async function writePacingStatus(
  db: Queryable,
  node: string,
  sentence: string,
  decision: string,
): Promise<void> {
  await db`insert into pacing_status (node, sentence, decision) values (${node}, ${sentence}, ${decision}::text::jsonb)
    on conflict (node) do update set at = now(), sentence = excluded.sentence, decision = excluded.decision`;
}

export interface PastCall {
  callId: string;
  line: string;
  createdRealMs: number;
  answeredRealMs: number | null;
  endedRealMs: number;
  lineResult: string;
  abandoned: boolean;
}

/** Calls of the pool that ended after the memory was written: what a controller that died had not yet written down. */
export async function selectCallsSince(
  db: Queryable,
  node: string,
  sinceRealMs: number,
  most: number,
): Promise<PastCall[]> {
  return db<PastCall[]>`
    select id as "callId", subject_id as line, ended_real_ms as "endedRealMs", answered_real_ms as "answeredRealMs",
      line_result as "lineResult", abandoned,
      (ended_real_ms - extract(epoch from ended_at - coalesce(dialled_at, created_at)) * 1000)::bigint as "createdRealMs"
    from call where node = ${node} and mode = 'predictive' and not training and ended_real_ms > ${sinceRealMs} and ended_at is not null
      and subject_id is not null
    order by ended_real_ms desc limit ${most}`;
}
