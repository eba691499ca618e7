import type { Queryable } from '../../core/platform/postgres.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';
import type { IdentityFactor } from '../../core/rules/vocabulary.ts';

export interface NewIdentityCheck {
  id: string;
  callId: string;
  personId: number;
  staffId: string;
  at: Date;
  speaker: string;
  nameResult: string;
  factors: { factor: IdentityFactor; result: string }[];
  passed: boolean;
}

export async function insertIdentityCheck(db: Queryable, check: NewIdentityCheck): Promise<void> {
  await db`
    insert into identity_check (id, call_id, person_id, staff_id, at, speaker, name_result, factors, passed)
    values (${check.id}, ${check.callId}, ${check.personId}, ${check.staffId}, ${check.at}, ${check.speaker}, ${check.nameResult},
      ${db.json(check.factors)}, ${check.passed})`;
}

export interface CheckedPersonRow {
  kind: 'individual' | 'corporate';
  deceased: boolean;
  shielded: boolean;
  birth_date: string | null;
  address: string | null;
}

/** What the city's data hold of a person to check against. */
export async function selectCheckedPerson(db: Queryable, personId: number): Promise<CheckedPersonRow | undefined> {
  const [row] = await db<CheckedPersonRow[]>`
    select p.kind, p.deceased_on is not null as deceased, p.shielded, p.birth_date, p.address_line1 as address
    from person p where p.id = ${personId}`;
  return row;
}

/** Has the person a notice of this number? Compared by its letters and digits alone. */
export async function selectHasNotice(db: Queryable, personId: number, notice: string): Promise<boolean> {
  const rows = await db`
    select 1 from arrears_item where person_id = ${personId} and regexp_replace(upper(notice_no), '[^0-9A-Z]', '', 'g') = ${notice}
    limit 1`;
  return rows.length === 1;
}

export async function selectSubjectScope(db: Queryable, subjectId: string): Promise<SharingScope | undefined> {
  const [row] = await db<SharingScope[]>`
    select id as "subjectId", debt_class as "debtClass", sharing_group as "sharingGroup" from subject where id = ${subjectId}`;
  return row;
}
