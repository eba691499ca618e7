import type { Role } from '../../core/contracts/calls.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { hashPassword } from '../sessions/password.ts';
import { insertStaff } from './queries.ts';

export interface NewStaff {
  login: string;
  displayName: string;
  role: Role;
  password: string;
  /** null or left out = every subject. */
  subjectScope?: string[] | null;
  centreScope?: string[] | null;
  privileged?: boolean;
  seatNo?: number | null;
}

/** @throws DomainError 409 `staff/login-taken` */
export async function createStaff(db: Queryable, staff: NewStaff): Promise<{ id: string }> {
  const id = newId();
  const created = await insertStaff(db, {
    id,
    login: staff.login,
    displayName: staff.displayName,
    passwordHash: await hashPassword(staff.password),
    role: staff.role,
    subjectScope: staff.subjectScope ?? null,
    centreScope: staff.centreScope ?? null,
    privileged: staff.privileged ?? false,
    seatNo: staff.seatNo ?? null,
  });
  if (!created) throw new DomainError('staff/login-taken', 409, 'このユーザー名はすでに使われています。');
  return { id };
}
