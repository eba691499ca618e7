import type { Queryable } from '../../core/platform/postgres.ts';
import type { ContactWay } from '../../core/rules/contact-preference.ts';
import type { ContactRoleKind } from '../../core/rules/contact-role.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';

const scope = (db: Queryable) => db`case when s.id is null then null else jsonb_build_object('subjectId', s.id,
  'debtClass', s.debt_class, 'sharingGroup', s.sharing_group) end`;

export interface RoleRow {
  id: number;
  role: ContactRoleKind;
  name: string;
  relation: string | null;
  digits: string | null;
  basis: string;
  validFrom: string;
  validTo: string | null;
  ended: boolean;
  source: SharingScope | null;
}

export function selectRoles(db: Queryable, personId: number): Promise<RoleRow[]> {
  return db<RoleRow[]>`
    select r.id, r.role, r.name, r.relation, r.digits, r.basis, r.valid_from as "validFrom", r.valid_to as "validTo",
      r.ended_by is not null as ended, ${scope(db)} as source
    from contact_role r left join subject s on s.id = r.subject_id
    where r.person_id = ${personId} order by r.ended_by is not null, r.valid_from desc, r.id desc limit 50`;
}

export interface NewRole extends Omit<RoleRow, 'id' | 'ended' | 'source'> {
  personId: number;
  subjectId: string | null;
  createdBy: string;
  now: Date;
}

export async function insertRole(db: Queryable, role: NewRole): Promise<number> {
  const [row] = await db<{ id: number }[]>`
    insert into contact_role (person_id, role, name, relation, digits, basis, valid_from, valid_to, subject_id, created_by, created_at)
    values (${role.personId}, ${role.role}, ${role.name}, ${role.relation}, ${role.digits}, ${role.basis}, ${role.validFrom},
      ${role.validTo}, ${role.subjectId}, ${role.createdBy}, ${role.now}) returning id`;
  return row?.id ?? 0;
}

export async function endRole(
  db: Queryable,
  role: { personId: number; id: number; by: string; now: Date },
): Promise<boolean> {
  const rows = await db`
    update contact_role set ended_by = ${role.by}, ended_at = ${role.now}
    where id = ${role.id} and person_id = ${role.personId} and ended_by is null returning id`;
  return rows.length === 1;
}

export interface PreferenceRow {
  ways: ContactWay[];
  note: string;
  at: Date;
  byName: string | null;
  source: SharingScope | null;
}

/** Newest first; the first one a viewer may see counts. */
export function selectPreferences(db: Queryable, personId: number): Promise<PreferenceRow[]> {
  return db<PreferenceRow[]>`
    select c.ways, c.note, c.at, a.display_name as "byName", ${scope(db)} as source
    from contact_preference c left join subject s on s.id = c.subject_id left join staff_account a on a.id = c.set_by
    where c.person_id = ${personId} order by c.id desc limit 20`;
}

export interface NewPreference {
  personId: number;
  ways: readonly ContactWay[];
  note: string;
  subjectId: string | null;
  setBy: string;
  now: Date;
}

export async function insertPreference(db: Queryable, wish: NewPreference): Promise<void> {
  await db`
    insert into contact_preference (person_id, ways, note, subject_id, set_by, at)
    values (${wish.personId}, ${[...wish.ways]}, ${wish.note}, ${wish.subjectId}, ${wish.setBy}, ${wish.now})`;
}
