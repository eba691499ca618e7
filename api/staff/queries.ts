import type { Role } from '../../core/contracts/calls.ts';
import type { StaffChange, StaffRow } from '../../core/contracts/http/records.ts';
import type { Queryable } from '../../core/platform/postgres.ts';

/** @returns false when the login exists already. */
export async function insertStaff(
  db: Queryable,
  staff: {
    id: string;
    login: string;
    displayName: string;
    passwordHash: string;
    role: Role;
    subjectScope: string[] | null;
    centreScope: string[] | null;
    privileged: boolean;
    seatNo: number | null;
  },
): Promise<boolean> {
  const rows = await db`
    insert into staff_account (id, login, display_name, password_hash, role, subject_scope, centre_scope, privileged, seat_no)
    values (${staff.id}, ${staff.login}, ${staff.displayName}, ${staff.passwordHash}, ${staff.role}, ${staff.subjectScope},
      ${staff.centreScope}, ${staff.privileged}, ${staff.seatNo})
    on conflict (login) do nothing returning id`;
  return rows.length === 1;
}

export async function selectStaff(db: Queryable): Promise<StaffRow[]> {
  return db<StaffRow[]>`
    select id, login, display_name as "displayName", role, seat_no as "seatNo", disabled_at is not null as disabled,
      skills, subject_scope as "subjectScope", languages, stay_calls as "stayCalls", privileged
    from staff_account order by role, login limit 1000`;
}

export interface StaffIdentity {
  id: string;
  role: Role;
  subjectScope: string[] | null;
  disabled: boolean;
}

export async function lockStaff(db: Queryable, id: string): Promise<StaffIdentity | undefined> {
  const [row] = await db<StaffIdentity[]>`
    select id, role, subject_scope as "subjectScope", disabled_at is not null as disabled from staff_account
    where id = ${id} for update`;
  return row;
}

/** What is left out stays as it is. */
export async function updateStaff(db: Queryable, id: string, change: StaffChange): Promise<void> {
  const { displayName, seatNo, skills, languages, stayCalls, disabled } = change;
  await db`
    update staff_account set display_name = coalesce(${displayName ?? null}, display_name),
      seat_no = case when ${seatNo !== undefined} then ${seatNo ?? null}::integer else seat_no end,
      skills = case when ${skills !== undefined} then ${skills ?? null}::text[] else skills end,
      languages = coalesce(${languages ?? null}::text[], languages),
      stay_calls = coalesce(${stayCalls ?? null}::integer, stay_calls),
      disabled_at = case when ${disabled ?? null}::boolean is null then disabled_at
        when ${disabled ?? false} then coalesce(disabled_at, now()) end
    where id = ${id}`;
}

/** Held until the transaction ends, always in the same order: two administrators cannot close each other's account. */
export async function lockAdministrators(db: Queryable): Promise<number> {
  const rows = await db`
    select 1 from staff_account where role = 'administrator' and disabled_at is null order by id for update`;
  return rows.length;
}

export async function selectUnknownSubjects(db: Queryable, ids: readonly string[]): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    select asked.id from unnest(${[...ids]}::text[]) as asked(id) where not exists (select 1 from subject s where s.id = asked.id)`;
  return rows.map(({ id }) => id);
}
