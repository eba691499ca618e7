import type { Queryable } from '../../core/platform/postgres.ts';
import type { Condition } from '../../core/rules/extraction.ts';

export interface ExtractionRecord {
  id: string;
  entrustmentId: string | null;
  name: string;
  condition: Condition;
  ownerId: string | null;
  ownerName: string | null;
  shared: boolean;
  privileged: boolean;
  persons: number | null;
  yen: number | null;
  countedAt: Date | null;
  stale: boolean;
  updatedAt: Date;
}

/** A count as old as this, or older than what was imported since, is counted again when somebody looks. */
const FRESH_MIN = 10;

const columns = (db: Queryable) => db`
  x.id, x.entrustment_id as "entrustmentId", x.name, x.condition, x.owner_id as "ownerId", s.display_name as "ownerName", x.shared,
  x.privileged, x.counted_persons as persons, x.counted_yen as yen, x.counted_at as "countedAt", x.updated_at as "updatedAt",
  (x.counted_at is null or x.counted_at < now() - make_interval(mins => ${FRESH_MIN}::int)
    or coalesce(x.counted_at < (select max(f.completed_at) from import_file f), false)) as stale`;

/** Own and shared ones, newest first, with the counts of the last look. */
export function selectExtractions(
  db: Queryable,
  viewer: { staffId: string; privileged: boolean },
  entrustmentId: string | null,
): Promise<ExtractionRecord[]> {
  return db<ExtractionRecord[]>`
    select ${columns(db)} from extraction x left join staff_account s on s.id = x.owner_id
    where x.deleted_at is null and (x.owner_id = ${viewer.staffId} or x.shared) and (${viewer.privileged} or not x.privileged)
      and (${entrustmentId}::uuid is null or x.entrustment_id = ${entrustmentId})
    order by x.updated_at desc, x.id limit 200`;
}

export async function selectExtraction(db: Queryable, id: string): Promise<ExtractionRecord | undefined> {
  const [row] = await db<ExtractionRecord[]>`
    select ${columns(db)} from extraction x left join staff_account s on s.id = x.owner_id where x.id = ${id} and x.deleted_at is null`;
  return row;
}

export interface ExtractionWrite {
  id: string;
  entrustmentId: string | null;
  name: string;
  condition: Condition;
  shared: boolean;
  privileged: boolean;
  ownerId: string;
  copiedFrom: string | null;
  now: Date;
}

export async function insertExtraction(db: Queryable, row: ExtractionWrite): Promise<void> {
  await db`
    insert into extraction (id, entrustment_id, name, condition, owner_id, shared, privileged, copied_from, created_at, updated_at)
    values (${row.id}, ${row.entrustmentId}, ${row.name}, ${db.json(row.condition as never)}, ${row.ownerId}, ${row.shared},
      ${row.privileged}, ${row.copiedFrom}, ${row.now}, ${row.now})`;
}

export async function updateExtraction(
  db: Queryable,
  row: Pick<ExtractionWrite, 'id' | 'name' | 'condition' | 'shared' | 'now'>,
): Promise<void> {
  await db`
    update extraction set name = ${row.name}, condition = ${db.json(row.condition as never)}, shared = ${row.shared},
      updated_at = ${row.now}, counted_at = null, counted_persons = null, counted_yen = null where id = ${row.id}`;
}

export async function deleteExtraction(db: Queryable, id: string, now: Date): Promise<void> {
  await db`update extraction set deleted_at = ${now} where id = ${id}`;
}

export async function storeCount(db: Queryable, id: string, count: { persons: number; yen: number }): Promise<void> {
  await db`update extraction set counted_persons = ${count.persons}, counted_yen = ${count.yen}, counted_at = now() where id = ${id}`;
}
