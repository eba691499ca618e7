import type { Role } from '../../core/contracts/calls.ts';
import type { StaffRow } from '../../core/contracts/http/records.ts';
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
    select id, login, display_name as "displayName", role, seat_no as "seatNo", disabled_at is not null as disabled
    from staff_account order by role, login limit 1000`;
}
