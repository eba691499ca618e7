import type { Queryable } from '../../core/platform/postgres.ts';

export interface RecordingFilter {
  subjectId?: string | undefined;
  agentId?: string | undefined;
  personId?: number | undefined;
  /** Whom the caller has on the line unproved: what was said to them before is debt. */
  exceptPersons: readonly number[];
  /** May ask for the calls of a shielded person; a list of masked rows about one person hides nothing. */
  privileged: boolean;
  direction?: string | undefined;
  lineResult?: string | undefined;
  talkResult?: string | undefined;
  flag?: string | undefined;
  /** Product clock. */
  from?: Date | undefined;
  to?: Date | undefined;
  minSeconds?: number | undefined;
  maxSeconds?: number | undefined;
  /** The last row of the page before. */
  before?: { startedAt: Date; id: string } | undefined;
  subjectScope: readonly string[] | null;
  centreScope: readonly string[] | null;
  limit: number;
}

export interface RecordingListRow {
  id: string;
  callId: string;
  startedAt: Date;
  recordedMs: number | null;
  state: string;
  flags: string[];
  subjectId: string | null;
  subjectShortName: string | null;
  subjectColour: string | null;
  direction: string;
  agentName: string | null;
  personId: number | null;
  personName: string | null;
  personShielded: boolean | null;
  lineResult: string | null;
  talkResult: string | null;
  whoAnswered: string | null;
}

/** That a recording is kept beyond its term stands among what is to be known of it. */
const flagsAndHold = (db: Queryable) => db`(case when r.hold then r.flags || '{held}'::text[] else r.flags end)`;

function columns(db: Queryable) {
  return db`
    r.id, r.call_id as "callId", r.started_at as "startedAt", r.recorded_ms as "recordedMs", r.state, ${flagsAndHold(db)} as flags,
    c.subject_id as "subjectId", s.short_name as "subjectShortName", s.colour as "subjectColour", c.direction,
    a.display_name as "agentName", p.id as "personId", p.name_official as "personName",
    p.shielded as "personShielded", c.line_result as "lineResult", o.talk_result as "talkResult",
    o.who_answered as "whoAnswered"`;
}

function tables(db: Queryable) {
  return db`
    recording r join call c on c.id = r.call_id
    left join subject s on s.id = c.subject_id
    left join staff_account a on a.id = c.agent_id
    left join lateral (
      (select n.person_id, n.talk_result, n.who_answered from contact_record n where n.call_id = c.id order by n.created_at desc limit 1)
      -- Of a caller nobody knew, until somebody says who it was.
      union all select null, u.talk_result, u.who_answered from unknown_caller_record u
        where u.call_id = c.id and u.contact_record_id is null
      limit 1
    ) o on true
    left join person p on p.id = coalesce(c.person_id, o.person_id)`;
}

/** A subject without a centre belongs to every centre; calls without a subject (self-tests) only to unlimited accounts. */
function inScope(db: Queryable, scope: Pick<RecordingFilter, 'subjectScope' | 'centreScope'>) {
  const subjects = scope.subjectScope === null ? db`true` : db`c.subject_id = any(${[...scope.subjectScope]})`;
  const centres =
    scope.centreScope === null
      ? db`true`
      : db`(c.subject_id is not null and (s.centre_id is null or s.centre_id = any(${[...scope.centreScope]})))`;
  return db`${subjects} and ${centres}`;
}

/** Newest first. Self-test calls only when asked for by their direction. */
export async function selectRecordings(db: Queryable, filter: RecordingFilter): Promise<RecordingListRow[]> {
  const given = <T>(value: T | undefined, condition: (value: T) => ReturnType<typeof db>) =>
    value === undefined ? db`true` : condition(value);
  return await db<RecordingListRow[]>`
    select ${columns(db)} from ${tables(db)}
    where ${inScope(db, filter)} and r.kind = 'call' and not c.training
      and ${filter.direction === undefined ? db`c.direction <> 'synthetic'` : db`c.direction = ${filter.direction}`}
      and ${given(filter.subjectId, (id) => db`c.subject_id = ${id}`)}
      and ${given(filter.agentId, (id) => db`c.agent_id = ${id}`)}
      and ${given(
        filter.personId,
        (id) =>
          db`c.id = any(array(select k.id from call k where k.person_id = ${id} union
          select n.call_id from contact_record n where n.person_id = ${id} and n.call_id is not null))
          and ${filter.privileged ? db`true` : db`p.shielded = false`}`,
      )}
      and ${
        filter.exceptPersons.length === 0
          ? db`true`
          : db`(p.id is null or p.id <> all(${[...filter.exceptPersons]}::bigint[]))`
      }
      and ${given(filter.lineResult, (result) => db`c.line_result = ${result}`)}
      and ${given(
        filter.talkResult,
        // The first half finds candidates by index, the second asks whether that result still stands.
        (result) => db`
          c.id in (select call_id from contact_record where talk_result = ${result} union all
            select call_id from unknown_caller_record where talk_result = ${result}) and o.talk_result = ${result}`,
      )}
      and ${given(filter.flag, (flag) => db`${flag} = any(${flagsAndHold(db)})`)}
      and ${given(filter.from, (from) => db`r.started_at >= ${from}`)}
      and ${given(filter.to, (to) => db`r.started_at < ${to}`)}
      and ${given(filter.minSeconds, (seconds) => db`r.recorded_ms >= ${seconds * 1000}`)}
      and ${given(filter.maxSeconds, (seconds) => db`r.recorded_ms <= ${seconds * 1000}`)}
      and ${given(filter.before, ({ startedAt, id }) => db`(r.started_at, r.id) < (${startedAt}, ${id}::uuid)`)}
    order by r.started_at desc, r.id desc limit ${filter.limit}`;
}

export interface RecordingDetailRow extends RecordingListRow {
  talkMs: number | null;
  farMs: number | null;
  leftChannel: string;
  rightChannel: string;
  peaks: { perSecond: number; left: number[]; right: number[] } | null;
  answeredAt: Date | null;
  answeredRealMs: number | null;
}

export async function selectRecording(
  db: Queryable,
  id: string,
  scope: Pick<RecordingFilter, 'subjectScope' | 'centreScope'>,
): Promise<RecordingDetailRow | undefined> {
  const [row] = await db<RecordingDetailRow[]>`
    select ${columns(db)}, r.talk_ms as "talkMs", r.far_ms as "farMs", r.left_channel as "leftChannel",
           r.right_channel as "rightChannel", r.peaks, c.answered_at as "answeredAt",
           c.answered_real_ms as "answeredRealMs"
    from ${tables(db)} where r.id = ${id} and ${inScope(db, scope)}`;
  return row;
}

export interface CallEventRow {
  at: Date;
  kind: string;
  detail: { realMs?: number; reason?: string } | null;
  /** Whoever the event names (a pause of the recording). */
  by: string | null;
}

export async function selectCallEvents(db: Queryable, callId: string): Promise<CallEventRow[]> {
  return await db<CallEventRow[]>`
    select e.at, e.kind, e.detail, s.display_name as by from call_event e
      left join staff_account s on s.id::text = e.detail->>'staffId'
    where e.call_id = ${callId} order by e.id limit 500`;
}

export interface IncidentRow {
  id: number;
  callId: string | null;
  recordingId: string | null;
  kind: string;
  at: Date;
  detail: Record<string, unknown>;
  resolvedAt: Date | null;
}

/** Incidents of calls inside the scope, and those of the whole installation. Open ones first, then newest. */
export async function selectIncidents(
  db: Queryable,
  filter: Pick<RecordingFilter, 'subjectScope' | 'centreScope' | 'limit'> & { openOnly: boolean },
): Promise<IncidentRow[]> {
  return await db<IncidentRow[]>`
    select i.id, i.call_id as "callId", c.recording_id as "recordingId", i.kind, i.at, i.detail,
           i.resolved_at as "resolvedAt"
    from incident i left join call c on c.id = i.call_id left join subject s on s.id = c.subject_id
    where (i.call_id is null or (${inScope(db, filter)}))
      and ${filter.openOnly ? db`i.resolved_at is null` : db`true`}
    order by i.resolved_at is not null, i.at desc limit ${filter.limit}`;
}
