import type { HandOverView } from '../../core/contracts/http/hand-overs.ts';
import type { Fragment, Queryable } from '../../core/platform/postgres.ts';
import type { HandOverKind, HandOverState, InstalmentWish } from '../../core/rules/hand-over.ts';
import { callerSql, shieldedSql, stoppingSql } from './caller-sql.ts';
import type { HandOverReach } from './hand-over-reach.ts';

export interface StoredHandOver {
  id: string;
  kind: HandOverKind;
  reason: string;
  subject: { id: string; shortName: string; colour: string } | null;
  /** Both null: a caller nobody knows. */
  personId: number | null;
  name: string | null;
  shielded: boolean;
  callId: string | null;
  callAt: Date | null;
  /** National digits of such a caller; null = withheld. */
  number: string | null;
  /** The name as they said it. */
  saidName: string | null;
  recordingId: string | null;
  state: HandOverState;
  dueAt: Date;
  raisedById: string;
  raisedBy: string;
  raisedAt: Date;
  takenBy: string | null;
  answeredBy: string | null;
  answeredAt: Date | null;
  outcome: 'approved' | 'returned' | null;
  readAt: Date | null;
  stopped: boolean;
  approvalId: string | null;
  body: string;
  wishes: InstalmentWish[] | null;
  answer: string | null;
  toldAt: Date | null;
}

const columns = (db: Queryable) => db`
  h.id, h.kind, h.reason, case when s.id is null then null else jsonb_build_object('id', s.id, 'shortName', s.short_name,
    'colour', s.colour) end as subject, h.person_id as "personId", p.name_official as name, ${shieldedSql(db)} as shielded, h.call_id as "callId", u.at as "callAt",
  u.number, u.speaker_name as "saidName",
  (select g.id from recording g where g.call_id = u.call_id and g.kind = 'call' limit 1) as "recordingId", h.state, h.due_at as "dueAt",
  h.raised_by as "raisedById", r.display_name as "raisedBy", h.raised_at as "raisedAt", t.display_name as "takenBy",
  w.display_name as "answeredBy", h.answered_at as "answeredAt", h.outcome, h.read_by_agent_at as "readAt",
  ${stoppingSql(db)} and h.resumed_at is null and h.state <> 'withdrawn' as stopped,
  (select a.id from approval_request a where a.ref_id = h.id::text and a.state = 'waiting' limit 1) as "approvalId",
  h.body, h.wishes, h.answer, h.supervisor_told_at as "toldAt"
  from hand_over h ${callerSql(db)} left join subject s on s.id = h.subject_id
    join staff_account r on r.id = h.raised_by left join staff_account t on t.id = h.taken_by
    left join staff_account w on w.id = h.answered_by`;

/** What belongs to no subject is for who may see every one. Of an invented citizen only the trainee's own is shown. */
const ofSubjects = (db: Queryable, { subjectIds }: HandOverReach): Fragment =>
  subjectIds === null
    ? db`p.training is not true`
    : db`p.training is not true and h.subject_id = any(${[...subjectIds]}::text[])`;

const mine = (db: Queryable, { staffId, subjectIds }: HandOverReach): Fragment => db`h.raised_by = ${staffId}
  and (h.subject_id is null or ${subjectIds === null ? db`true` : db`h.subject_id = any(${[...subjectIds]}::text[])`})`;

const within = (db: Queryable, reach: HandOverReach): Fragment =>
  reach.follows ? db`(${mine(db, reach)} or (${ofSubjects(db, reach)}))` : db`(${mine(db, reach)})`;

/** Open: the nearest deadline first. Mine: answers that were not read first. Done: the newest first. */
export function selectBoard(
  db: Queryable,
  reach: HandOverReach,
  view: HandOverView,
  limit: number,
): Promise<StoredHandOver[]> {
  if (view === 'mine')
    return db<StoredHandOver[]>`
      select ${columns(db)} where ${mine(db, reach)}
      order by (h.answered_at is not null and h.read_by_agent_at is null) desc, h.state in ('waiting', 'in_work') desc,
        h.raised_at desc, h.id limit ${limit}`;
  if (view === 'open')
    return db<StoredHandOver[]>`
      select ${columns(db)} where h.state in ('waiting', 'in_work') and ${within(db, reach)} order by h.due_at, h.id limit ${limit}`;
  return db<StoredHandOver[]>`
    select ${columns(db)} where h.state in ('answered', 'closed', 'withdrawn') and ${within(db, reach)}
    order by (h.state = 'answered') desc, coalesce(h.answered_at, h.raised_at) desc, h.id limit ${limit}`;
}

export async function selectOne(db: Queryable, reach: HandOverReach, id: string): Promise<StoredHandOver | undefined> {
  const [row] = await db<StoredHandOver[]>`select ${columns(db)} where h.id = ${id} and ${within(db, reach)}`;
  return row;
}

/** What stands open about a person, the nearest deadline first, then the newest of what is over. */
export function selectOfPerson(db: Queryable, reach: HandOverReach, personId: number): Promise<StoredHandOver[]> {
  return db<StoredHandOver[]>`
    select ${columns(db)} where h.person_id = ${personId} and ${within(db, reach)}
    order by h.state in ('waiting', 'in_work') desc, case when h.state in ('waiting', 'in_work') then h.due_at end,
      h.raised_at desc, h.id limit 50`;
}

/** Complaints raised on a day (or since open), for the report of that day. */
export function selectComplaints(
  db: Queryable,
  reach: HandOverReach,
  from: Date,
  until: Date,
): Promise<StoredHandOver[]> {
  return db<StoredHandOver[]>`
    select ${columns(db)} where h.kind = 'complaint' and h.state <> 'withdrawn' and p.training is not true and h.raised_at >= ${from} and h.raised_at < ${until}
      and ${within(db, reach)} order by h.raised_at, h.id limit 500`;
}

export interface EventRow {
  handOverId: string;
  at: Date;
  act: string;
  by: string | null;
  body: string;
}

export function selectEvents(db: Queryable, ids: readonly string[]): Promise<EventRow[]> {
  return db<EventRow[]>`
    select e.hand_over_id as "handOverId", e.at, e.act, s.display_name as by, e.body
    from hand_over_event e left join staff_account s on s.id = e.staff_id
    where e.hand_over_id = any(${[...ids]}::uuid[]) order by e.id`;
}

export async function countSubjects(db: Queryable): Promise<number> {
  const [row] = await db<{ count: number }[]>`select count(*)::int as count from subject`;
  return row?.count ?? 0;
}

export function selectDayVersions(db: Queryable, key: string): Promise<{ validFrom: string; value: unknown }[]> {
  return db<{ validFrom: string; value: unknown }[]>`
    select valid_from as "validFrom", value from setting where key = ${key} order by valid_from desc`;
}
