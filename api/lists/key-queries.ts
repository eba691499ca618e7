import type { KeyReason } from '../../core/contracts/http/lists.ts';
import type { Queryable, TransactionSql } from '../../core/platform/postgres.ts';

export interface KeyFileRecord {
  id: string;
  name: string;
  lines: number;
  found: number;
  entrustmentId: string | null;
  privileged: boolean;
  createdBy: string | null;
  createdAt: Date;
}

export async function selectKeyFile(db: Queryable, id: string): Promise<KeyFileRecord | undefined> {
  const [row] = await db<KeyFileRecord[]>`
    select id, name, lines, found, entrustment_id as "entrustmentId", privileged, created_by as "createdBy", created_at as "createdAt"
    from key_file where id = ${id}`;
  return row;
}

export async function countMissing(db: Queryable, fileId: string): Promise<Partial<Record<KeyReason, number>>> {
  const rows = await db<{ reason: KeyReason; lines: number }[]>`
    select reason, count(*) as lines from key_file_line where file_id = ${fileId} and reason is not null group by reason order by reason`;
  return Object.fromEntries(rows.map(({ reason, lines }) => [reason, lines]));
}

export function selectMissing(
  db: Queryable,
  fileId: string,
  after: number,
  limit: number,
): Promise<{ lineNo: number; key: string; reason: KeyReason }[]> {
  return db<{ lineNo: number; key: string; reason: KeyReason }[]>`
    select line_no as "lineNo", key_text as key, reason from key_file_line
    where file_id = ${fileId} and reason is not null and line_no > ${after} order by line_no limit ${limit}`;
}

export interface KeyFileFacts {
  id: string;
  name: string;
  entrustmentId: string | null;
  privileged: boolean;
  createdBy: string;
  now: Date;
  /** Subjects in whose work a 通知書番号 may be looked up. */
  sources: readonly string[];
}

/**
 * Every line with the person it names or the reason why it names nobody. 宛名番号 before 通知書番号; a notice of several persons names none
 * of them (T03). Whoever may not be on this list is "outside" the 依頼, or unknown where there is none, shielded persons (支援措置)
 * included: the answer must not tell who is.
 */
export async function storeKeys(
  tx: TransactionSql,
  file: KeyFileFacts,
  keys: readonly { lineNo: number; key: string; problem: KeyReason | null }[],
): Promise<{ lines: number; found: number }> {
  await tx`insert into key_file (id, name, lines, found, entrustment_id, privileged, created_by, created_at)
    values (${file.id}, ${file.name}, ${keys.length}, 0, ${file.entrustmentId}, ${file.privileged}, ${file.createdBy}, ${file.now})`;
  await tx`
    with line as materialized (
      select * from unnest(${keys.map(({ lineNo }) => lineNo)}::int[], ${keys.map(({ key }) => key)}::text[],
        ${keys.map(({ problem }) => problem)}::text[]) as l (line_no, key, problem)
    ), named as (
      select l.line_no, p.id from line l join person p on p.addressee_no = l.key where l.problem is null and not p.training
    ), noticed as (
      select l.line_no, min(a.person_id) as id, count(distinct a.person_id) as persons
      from line l join arrears_item a on a.notice_no = l.key and a.subject_id = any(${[...file.sources]}::text[])
      where l.problem is null and not exists (select 1 from person i where i.id = a.person_id and i.training)
        and not exists (select 1 from named n where n.line_no = l.line_no) group by l.line_no
    ), found as (
      select l.line_no, l.key, l.problem, coalesce(n.id, case when k.persons = 1 then k.id end) as id, k.persons > 1 as ambiguous
      from line l left join named n using (line_no) left join noticed k using (line_no)
    ), placed as (
      select f.*, p.shielded is not distinct from ${file.privileged} and (${file.entrustmentId}::uuid is null or exists (
          select 1 from entrustment_person e where e.entrustment_id = ${file.entrustmentId} and e.person_id = f.id)) as inside,
        row_number() over (partition by f.id order by f.line_no) as nth
      from found f left join person p on p.id = f.id
    )
    insert into key_file_line (file_id, line_no, key_text, person_id, reason)
    select ${file.id}, line_no, key, case when id is not null and inside and nth = 1 then id end,
      case when problem is not null then problem when ambiguous then 'ambiguous'
        when id is null or (not inside and ${file.entrustmentId}::uuid is null) then 'unknown' when not inside then 'outside' when nth > 1 then 'repeated' end
    from placed`;
  const [row] = await tx<{ found: number }[]>`
    update key_file set found = (select count(*) from key_file_line where file_id = ${file.id} and person_id is not null)
    where id = ${file.id} returning found`;
  return { lines: keys.length, found: row?.found ?? 0 };
}
