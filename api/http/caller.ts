import type { Role } from '../../core/contracts/calls.ts';
import type { Permission } from '../../core/rules/permissions.ts';

/** Who sent a request: read from the database for every request, so a changed role or a closed account counts at once. */
export interface Caller {
  sessionId: string;
  csrfToken: string;
  staffId: string;
  login: string;
  displayName: string;
  role: Role;
  seatNo: number | null;
  /** May work with shielded persons (支援措置). */
  privileged: boolean;
  subjectScope: string[] | null;
  centreScope: string[] | null;
  permissions: ReadonlySet<Permission>;
  ip: string | null;
}
