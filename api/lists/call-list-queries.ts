import type { CallListState } from '../../core/contracts/http/lists.ts';
import type { Queryable, TransactionSql } from '../../core/platform/postgres.ts';
import type { Condition } from '../../core/rules/extraction.ts';
import { matchedPersons, type Population } from './condition-sql.ts';

export interface CallListRecord {
  id: string;
  entrustmentId: string;
  name: string;
  condition: Condition;
  subjectIds: string[];
  state: CallListState;
  persons: number;
  yen: number;
  hash: string | null;
  left: number;
  dueOn: string | null;
  goalPercent: number;
  privileged: boolean;
  answer: string | null;
  createdBy: string | null;
  requestedAt: Date | null;
  approvedAt: Date | null;
  queuedAt: Date | null;
  shrunkAt: Date | null;
}

const columns = (db: Queryable) => db`
  l.id, l.entrustment_id as "entrustmentId", l.name, l.condition, l.subject_ids as "subjectIds", l.state, l.persons, l.yen, l.hash,
  l.due_on as "dueOn", e.goal_percent as "goalPercent", l.privileged, l.created_by as "createdBy", l.requested_at as "requestedAt",
  l.approved_at as "approvedAt", l.queued_at as "queuedAt", l.shrunk_at as "shrunkAt", r.answer,
  (select count(distinct p.person_id) from call_list_person p where p.list_id = l.id and p.left_at is not null
    and not exists (select 1 from call_list_person o where o.list_id = l.id and o.person_id = p.person_id and o.left_at is null)) as left`;
const tables = (db: Queryable) => db`
  call_list l join entrustment e on e.id = l.entrustment_id left join approval_request r on r.id = l.approval_id`;

/** Newest first. */
export function selectCallLists(db: Queryable, privileged: boolean): Promise<CallListRecord[]> {
  return db<CallListRecord[]>`
    select ${columns(db)} from ${tables(db)} where ${privileged} or not l.privileged order by l.created_at desc, l.id limit 200`;
}

export async function selectCallList(db: Queryable, id: string, lock = false): Promise<CallListRecord | undefined> {
  if (lock) await db`select 1 from call_list where id = ${id} for update`;
  const [row] = await db<CallListRecord[]>`select ${columns(db)} from ${tables(db)} where l.id = ${id}`;
  return row;
}

export interface NewCallList {
  id: string;
  entrustmentId: string;
  extractionId: string | null;
  name: string;
  condition: Condition;
  subjectIds: readonly string[];
  dueOn: string | null;
  privileged: boolean;
  createdBy: string;
  now: Date;
}

export async function insertCallList(db: Queryable, list: NewCallList): Promise<void> {
  await db`
    insert into call_list (id, entrustment_id, extraction_id, name, condition, subject_ids, state, due_on, privileged, created_by, created_at)
    values (${list.id}, ${list.entrustmentId}, ${list.extractionId}, ${list.name}, ${db.json(list.condition as never)},
      ${[...list.subjectIds]}, 'draft', ${list.dueOn}, ${list.privileged}, ${list.createdBy}, ${list.now})`;
}

/** Who is on the list now, with what they owe on each subject of it. Only for a list that nobody has been asked about yet. */
export async function takeSnapshot(
  tx: TransactionSql,
  id: string,
  condition: Condition,
  population: Population,
): Promise<void> {
  await tx`delete from call_list_person where list_id = ${id}`;
  await tx`${matchedPersons(tx, condition, population)}
    insert into call_list_person (list_id, person_id, subject_id, yen)
    select ${id}, m.person_id, a.subject_id, sum_yen(a.unpaid) from matched m join arrears_item a on a.person_id = m.person_id
    where a.unpaid > 0 and a.due_date < ${population.today}::date and a.subject_id = any(${population.scope.subjectIds}::text[])
    group by m.person_id, a.subject_id`;
  await sealList(tx, id);
}

/**
 * Persons, yen and the hash of the sorted 宛名番号, of who is on the list and has not left it. Never called once the city has approved:
 * then the figures are what was approved.
 */
export async function sealList(db: Queryable, id: string): Promise<void> {
  await db`
    with open as (select distinct person_id from call_list_person where list_id = ${id} and left_at is null)
    update call_list set persons = (select count(*) from open),
      yen = (select sum_yen(yen) from call_list_person where list_id = ${id} and left_at is null),
      hash = (select encode(sha256(convert_to(coalesce(string_agg(p.addressee_no, e'\n' order by p.addressee_no collate "C"), ''), 'UTF8')),
        'hex') from open join person p on p.id = open.person_id)
    where id = ${id}`;
}

/** Of who is on the list now: a person who owes on two subjects counts in both. */
export function selectSubjectFigures(
  db: Queryable,
  id: string,
): Promise<{ id: string; persons: number; yen: number }[]> {
  return db<{ id: string; persons: number; yen: number }[]>`
    select subject_id as id, count(*) as persons, sum_yen(yen) as yen from call_list_person
    where list_id = ${id} and left_at is null group by subject_id order by subject_id`;
}

/** How many persons the condition would name today who are not on the list. */
export async function countGrown(
  tx: TransactionSql,
  id: string,
  condition: Condition,
  population: Population,
): Promise<number> {
  const [row] = await tx<{ grown: number }[]>`${matchedPersons(tx, condition, population)}
    select count(*) as grown from matched m
    where not exists (select 1 from call_list_person p where p.list_id = ${id} and p.person_id = m.person_id)`;
  return row?.grown ?? 0;
}

/**
 * Marks who no longer belongs, with a reason; nobody is added, whatever the condition says today. A shielded or stopped person leaves in
 * the same words as everybody who may not be called.
 */
export async function markLeft(
  tx: TransactionSql,
  id: string,
  condition: Condition,
  population: Population,
  now: Date,
): Promise<number> {
  const rows = await tx<{ person_id: number }[]>`${matchedPersons(tx, condition, population)}, gone as (
      select p.person_id, p.subject_id, not exists (select 1 from arrears_item a where a.person_id = p.person_id
          and a.subject_id = p.subject_id and a.unpaid > 0) as settled,
        exists (select 1 from matched m where m.person_id = p.person_id) as matches,
        exists (select 1 from person x where x.id = p.person_id and (x.deceased_on is not null or x.shielded <> ${population.privileged}))
          or exists (select 1 from stop_flag f where f.person_id = p.person_id and f.kind not in ('no_sms', 'no_visit')
            and f.from_on <= ${population.today}::date and (f.to_on is null or f.to_on >= ${population.today}::date)) as barred
      from call_list_person p where p.list_id = ${id} and p.left_at is null
    )
    update call_list_person p set left_at = ${now},
      left_reason = case when g.settled then 'settled' when g.barred then 'not_callable' else 'condition' end
    from gone g where p.list_id = ${id} and (p.person_id, p.subject_id) = (g.person_id, g.subject_id) and (g.settled or not g.matches)
    returning p.person_id`;
  return new Set(rows.map(({ person_id }) => person_id)).size;
}

export interface ListChange {
  state?: CallListState;
  requestedAt?: Date;
  approvedAt?: Date;
  queuedAt?: Date;
  shrunkAt?: Date;
  approvalId?: string;
}

export async function changeCallList(db: Queryable, id: string, change: ListChange): Promise<void> {
  await db`
    update call_list set state = coalesce(${change.state ?? null}, state), requested_at = coalesce(${change.requestedAt ?? null}, requested_at),
      approved_at = coalesce(${change.approvedAt ?? null}, approved_at), queued_at = coalesce(${change.queuedAt ?? null}, queued_at),
      shrunk_at = coalesce(${change.shrunkAt ?? null}, shrunk_at), approval_id = coalesce(${change.approvalId ?? null}, approval_id)
    where id = ${id}`;
}

/** A page of who is on a list, largest sum first; `after` is the number of rows already seen. */
export function selectListPage(
  db: Queryable,
  id: string,
  after: number,
  limit: number,
): Promise<{ personId: number; yen: number }[]> {
  return db<{ personId: number; yen: number }[]>`
    select person_id as "personId", sum_yen(yen) as yen from call_list_person where list_id = ${id} and left_at is null
    group by person_id order by sum_yen(yen) desc, person_id offset ${after} limit ${limit}`;
}

/** Rows of lists that a person has looked at within a day: what the limit counts. */
export async function countSeenRows(db: Queryable, staffId: string): Promise<number> {
  const [row] = await db<{ rows: number }[]>`
    select coalesce(sum((detail->>'rows')::int), 0) as rows from audit_log
    where staff_id = ${staffId} and action = 'list.view' and at > now() - interval '24 hours'`;
  return row?.rows ?? 0;
}
