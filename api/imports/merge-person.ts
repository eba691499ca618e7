import type { TransactionSql } from '../../core/platform/postgres.ts';

export const PERSON_STAGE_COLUMNS = [
  'line_no',
  'addressee_no',
  'kind',
  'name_official',
  'name_search',
  'name_kana',
  'kana_search',
  'birth_date',
  'language',
  'deceased_on',
  'shielded',
  'household_no',
  'relationship',
  'postal_code',
  'address_line1',
  'address_line2',
  'address_search',
  'note',
  'phones',
] as const satisfies readonly string[] as unknown as string[];

export async function createPersonStage(tx: TransactionSql): Promise<void> {
  await tx`
    create temp table stage_person (
      line_no bigint, addressee_no text, kind text, name_official text, name_search text, name_kana text,
      kana_search text, birth_date date, language text, deceased_on date, shielded boolean, household_no text,
      relationship text, postal_code text, address_line1 text, address_line2 text, address_search text, note text,
      phones jsonb
    ) on commit drop`;
}

/** Nothing is there to compare the first file with. */
export async function knowsNobody(tx: TransactionSql): Promise<boolean> {
  const rows = await tx`select 1 from person union all select 1 from household limit 1`;
  return rows.length === 0;
}

/** So that what follows is not planned for empty tables. */
export async function analysePersons(tx: TransactionSql): Promise<void> {
  await tx`analyze person`;
  await tx`analyze phone_number`;
}

/**
 * After a first load whose file had rows twice: numbers and households that only an earlier row named were never anybody's,
 * as if that row had not been there.
 */
export async function forgetSuperseded(tx: TransactionSql): Promise<void> {
  await tx`delete from phone_number where gone_at is not null`;
  await tx`delete from household h where not exists (select 1 from person p where p.household_id = h.id)`;
}

/**
 * Brings persons, households and numbers to what the stage says. A row that came twice in the file counts once, the
 * later one; a row that says nothing new touches nothing.
 */
export async function mergePersons(
  tx: TransactionSql,
  dataDate: string | null,
): Promise<{ changed: number; gonePhones: number }> {
  const repeated = await dropRepeatedPersons(tx);
  await tx`analyze stage_person`;
  await tx`
    insert into household (household_no)
    select distinct household_no from stage_person s
    where household_no is not null and not exists (select 1 from household h where h.household_no = s.household_no)`;
  await tx`create temp table stage_touched (person_id bigint primary key) on commit drop`;
  const updated = await updatePersons(tx, dataDate);
  const inserted = await insertPersons(tx, dataDate);
  await tx`analyze stage_touched`;
  if (inserted > 0) await tx`analyze person`;
  const phones = await mergePhones(tx);
  return { changed: repeated + updated + inserted + phones.onlyPhones, gonePhones: phones.gone };
}

/** Keeps the last of rows with one key; answers how many earlier ones said something else. */
async function dropRepeatedPersons(tx: TransactionSql): Promise<number> {
  const rows = await tx<{ differs: boolean }[]>`
    with kept as (
      select addressee_no, max(line_no) as line_no from stage_person group by addressee_no having count(*) > 1
    )
    delete from stage_person s using kept k, stage_person l
    where s.addressee_no = k.addressee_no and s.line_no < k.line_no
      and l.addressee_no = k.addressee_no and l.line_no = k.line_no
    returning to_jsonb(s) - 'line_no' <> to_jsonb(l) - 'line_no' as differs`;
  return rows.filter(({ differs }) => differs).length;
}

async function updatePersons(tx: TransactionSql, dataDate: string | null): Promise<number> {
  const result = await tx`
    with changed as (
      update person p set
        kind = s.kind, name_official = s.name_official, name_search = s.name_search, name_kana = s.name_kana,
        kana_search = s.kana_search, birth_date = s.birth_date, language = s.language, deceased_on = s.deceased_on,
        shielded = s.shielded, household_id = h.id, relationship = s.relationship, postal_code = s.postal_code,
        address_line1 = s.address_line1, address_line2 = s.address_line2, address_search = s.address_search,
        note = s.note, source_date = ${dataDate}, updated_at = now()
      from stage_person s left join household h on h.household_no = s.household_no
      where p.addressee_no = s.addressee_no and
        (p.kind, p.name_official, p.name_kana, p.birth_date, p.language, p.deceased_on, p.shielded, p.household_id,
         p.relationship, p.postal_code, p.address_line1, p.address_line2, p.note, p.name_search, p.kana_search,
         p.address_search)
        is distinct from
        (s.kind, s.name_official, s.name_kana, s.birth_date, s.language, s.deceased_on, s.shielded, h.id,
         s.relationship, s.postal_code, s.address_line1, s.address_line2, s.note, s.name_search, s.kana_search,
         s.address_search)
      returning p.id
    )
    insert into stage_touched select id from changed`;
  return result.count;
}

async function insertPersons(tx: TransactionSql, dataDate: string | null): Promise<number> {
  const result = await tx`
    with added as (
      insert into person (addressee_no, kind, name_official, name_search, name_kana, kana_search, birth_date, language,
        deceased_on, shielded, household_id, relationship, postal_code, address_line1, address_line2, address_search,
        note, source_date)
      select s.addressee_no, s.kind, s.name_official, s.name_search, s.name_kana, s.kana_search, s.birth_date,
        s.language, s.deceased_on, s.shielded, h.id, s.relationship, s.postal_code, s.address_line1, s.address_line2,
        s.address_search, s.note, ${dataDate}::date
      from stage_person s left join household h on h.household_no = s.household_no
      where not exists (select 1 from person p where p.addressee_no = s.addressee_no)
      order by s.line_no
      returning id
    )
    insert into stage_touched select id from added`;
  return result.count;
}

/**
 * A number is the same one while its digits (or, where it has none, its text) stay at the same place of the same person.
 * A number that left the row is kept with the time it went: calls point to it, and it must not be dialled again.
 */
async function mergePhones(tx: TransactionSql): Promise<{ gone: number; onlyPhones: number }> {
  await tx`
    create temp table stage_phone on commit drop as
    select p.id as person_id, n.position, n.raw, n.digits, coalesce(n.digits, n.raw) as sameness, n.type, n.usable,
      n."unusableReason" as unusable_reason, n."sourceSubjectId" as source_subject_id
    from stage_person s join person p on p.addressee_no = s.addressee_no,
      jsonb_to_recordset(s.phones) as n(position smallint, raw text, digits text, type text, usable boolean,
        "unusableReason" text, "sourceSubjectId" text)`;
  await tx`analyze stage_phone`;
  const gone = await tx<{ person_id: number }[]>`
    update phone_number n set gone_at = now()
    from person p, stage_person s
    where p.addressee_no = s.addressee_no and n.person_id = p.id and n.gone_at is null
      and not exists (
        select 1 from stage_phone c
        where c.person_id = n.person_id and c.position = n.position and c.sameness = coalesce(n.digits, n.raw)
      )
    returning n.person_id`;
  const changed = await tx<{ person_id: number }[]>`
    update phone_number n set raw = c.raw, type = c.type, usable = c.usable, unusable_reason = c.unusable_reason,
      source_subject_id = c.source_subject_id
    from stage_phone c
    where n.person_id = c.person_id and n.position = c.position and n.gone_at is null
      and (n.raw, n.type, n.usable, n.unusable_reason, n.source_subject_id)
        is distinct from (c.raw, c.type, c.usable, c.unusable_reason, c.source_subject_id)
    returning n.person_id`;
  const added = await tx<{ person_id: number; is_touched: boolean }[]>`
    with added as (
      insert into phone_number (person_id, position, raw, digits, type, usable, unusable_reason, source_subject_id)
      select c.person_id, c.position, c.raw, c.digits, c.type, c.usable, c.unusable_reason, c.source_subject_id
      from stage_phone c
      where not exists (
        select 1 from phone_number n where n.person_id = c.person_id and n.position = c.position and n.gone_at is null)
      returning person_id
    )
    select distinct a.person_id from added a where not exists (
      select 1 from stage_touched t where t.person_id = a.person_id)`;
  // Until somebody counts the rows the planner takes this table for empty, and the dialler, which asks for numbers all the time, reads all of it.
  await tx`analyze phone_number`;
  const touched = new Set<number>();
  for (const { person_id } of [...gone, ...changed, ...added]) touched.add(person_id);
  return { gone: gone.length, onlyPhones: await countUntouched(tx, [...touched]) };
}

/** Persons of whom nothing but a number changed. */
async function countUntouched(tx: TransactionSql, personIds: number[]): Promise<number> {
  if (personIds.length === 0) return 0;
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from unnest(${personIds}::bigint[]) as i(id)
    where not exists (select 1 from stage_touched t where t.person_id = i.id)`;
  return row?.count ?? 0;
}
