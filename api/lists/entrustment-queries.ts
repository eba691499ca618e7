import type { Queryable, TransactionSql } from '../../core/platform/postgres.ts';
import type { Condition } from '../../core/rules/extraction.ts';
import { matchedPersons, type Population } from './condition-sql.ts';

export interface EntrustmentRecord {
  id: string;
  name: string;
  subjectIds: string[];
  state: 'draft' | 'open' | 'closed';
  condition: Condition | null;
  dueOn: string | null;
  goalPercent: number;
  persons: number;
  yen: number;
  privileged: boolean;
  openedAt: Date | null;
  listed: number;
}

const columns = (db: Queryable) => db`
  e.id, e.name, e.subject_ids as "subjectIds", e.state, e.condition, e.due_on as "dueOn", e.goal_percent as "goalPercent", e.persons,
  e.yen, e.privileged, e.opened_at as "openedAt"`;

/** Newest first. */
export function selectEntrustments(db: Queryable, privileged: boolean): Promise<EntrustmentRecord[]> {
  return db<EntrustmentRecord[]>`
    select ${columns(db)}, (select coalesce(sum(l.persons), 0) from call_list l
      where l.entrustment_id = e.id and l.state in ('approved', 'queued')) as listed
    from entrustment e where ${privileged} or not e.privileged order by e.created_at desc, e.id limit 200`;
}

export async function selectEntrustment(db: Queryable, id: string): Promise<EntrustmentRecord | undefined> {
  const [row] = await db<EntrustmentRecord[]>`select ${columns(db)}, 0 as listed from entrustment e where e.id = ${id}`;
  return row;
}

export interface NewEntrustment {
  id: string;
  name: string;
  subjectIds: readonly string[];
  condition: Condition;
  sourceFile: string | null;
  dueOn: string | null;
  goalPercent: number;
  privileged: boolean;
  requestedBy: string;
  now: Date;
}

export async function insertEntrustment(db: Queryable, row: NewEntrustment): Promise<void> {
  await db`
    insert into entrustment (id, name, subject_ids, state, condition, source_file, due_on, goal_percent, privileged, requested_by,
      created_at, opened_at)
    values (${row.id}, ${row.name}, ${[...row.subjectIds]}, 'open', ${db.json(row.condition as never)}, ${row.sourceFile}, ${row.dueOn},
      ${row.goalPercent}, ${row.privileged}, ${row.requestedBy}, ${row.now}, ${row.now})`;
}

/** Writes down who is entrusted. From here on nobody joins. */
export async function freezePopulation(
  tx: TransactionSql,
  id: string,
  condition: Condition,
  population: Population,
): Promise<{ persons: number; yen: number }> {
  const [row] = await tx<{ persons: number; yen: number }[]>`
    ${matchedPersons(tx, condition, population)}, kept as (
      insert into entrustment_person (entrustment_id, person_id) select ${id}, person_id from matched returning person_id
    )
    update entrustment set persons = (select count(*) from kept), yen = (select sum_yen(yen) from matched), hash = (
      select encode(sha256(convert_to(coalesce(string_agg(p.addressee_no, e'\n' order by p.addressee_no collate "C"), ''), 'UTF8')), 'hex')
      from matched m join person p on p.id = m.person_id)
    where id = ${id} returning persons, yen`;
  if (!row) throw new Error('The entrustment was written a moment ago.');
  return row;
}

export async function closeEntrustment(db: Queryable, id: string, now: Date): Promise<void> {
  await db`update entrustment set state = 'closed', closed_at = ${now} where id = ${id}`;
}
