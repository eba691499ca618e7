import type { Queryable } from '../../core/platform/postgres.ts';
import type { SearchKind } from '../../core/rules/recognise-search.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';
import type { Caller } from '../http/caller.ts';
import { searchCondition, shieldedCondition } from './search-condition.ts';

/** The subjects a viewer may work for; null = every one. */
export async function selectViewerSubjects(db: Queryable, caller: Caller): Promise<SharingScope[] | null> {
  if (caller.subjectScope === null && caller.centreScope === null) return null;
  return db<SharingScope[]>`
    select id as "subjectId", debt_class as "debtClass", sharing_group as "sharingGroup" from subject
    where (${caller.subjectScope === null} or id = any(${caller.subjectScope ?? []}::text[]))
      and (${caller.centreScope === null} or centre_id is null or centre_id = any(${caller.centreScope ?? []}::text[]))`;
}

/** A person belongs to a scope by having a case of one of its subjects. */
function inSubjects(db: Queryable, subjectIds: readonly string[] | null) {
  if (subjectIds === null) return db`true`;
  return db`exists (select 1 from arrears_item a where a.person_id = p.id and a.subject_id = any(${[...subjectIds]}::text[]))`;
}

export interface HitRow {
  id: number;
  addressee_no: string;
  kind: 'individual' | 'corporate';
  name_official: string;
  name_kana: string;
  birth_date: string | null;
  address_line1: string | null;
  phone_tail: string | null;
  shielded: boolean;
}

export function selectHits(
  db: Queryable,
  search: { by: SearchKind; text: string; subjectIds: readonly string[] | null; privileged: boolean; limit: number },
): Promise<HitRow[]> {
  const condition = searchCondition(db, search.by, search.text, search.subjectIds);
  const shielded = search.privileged ? db`true` : shieldedCondition(db, search.by, search.text);
  const visiblePhone =
    search.subjectIds === null ? db`true` : db`n.source_subject_id = any(${[...search.subjectIds]}::text[])`;
  return db<HitRow[]>`
    select p.id, p.addressee_no, p.kind, p.name_official, p.name_kana, p.birth_date, p.address_line1, p.shielded,
      (select right(n.digits, 4) from phone_number n where n.person_id = p.id and n.gone_at is null and n.digits is not null
        and ${visiblePhone} order by n.position limit 1) as phone_tail
    from person p
    where ${condition} and not p.training and ${inSubjects(db, search.subjectIds)} and ${shielded}
    order by p.shielded and not ${search.privileged}, p.kana_search collate "C", p.id limit ${search.limit}`;
}

export interface PersonRow {
  id: number;
  addressee_no: string;
  kind: 'individual' | 'corporate';
  name_official: string;
  name_kana: string;
  birth_date: string | null;
  language: string | null;
  deceased_on: string | null;
  shielded: boolean;
  household_id: number | null;
  relationship: string | null;
  postal_code: string | null;
  address_line1: string | null;
  address_line2: string | null;
}

export async function selectPerson(
  db: Queryable,
  personId: number,
  subjectIds: readonly string[] | null,
): Promise<PersonRow | undefined> {
  const [row] = await db<PersonRow[]>`
    select p.id, p.addressee_no, p.kind, p.name_official, p.name_kana, p.birth_date, p.language, p.deceased_on, p.shielded,
      p.household_id, p.relationship, p.postal_code, p.address_line1, p.address_line2
    from person p where p.id = ${personId} and not p.training and ${inSubjects(db, subjectIds)}`;
  return row;
}

/** Who is on the line with the viewer, be it the viewer's call or one they joined, and has not proved who they are. */
export async function selectUnprovenOnLine(db: Queryable, staffId: string): Promise<number[]> {
  const rows = await db<{ person_id: number }[]>`
    select k.person_id from call k
    where (k.agent_id = ${staffId} or k.id in (select a.call_id from agent_state a where a.agent_id = ${staffId} and a.state <> 'offline'))
      and k.person_id is not null and k.ended_at is null
      and not coalesce((select i.passed from identity_check i where i.call_id = k.id and i.person_id = k.person_id order by i.at desc, i.id desc limit 1), false)`;
  return rows.map((row) => row.person_id);
}
