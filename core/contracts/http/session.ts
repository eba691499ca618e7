import type { Role } from '../calls.ts';

/** `POST /api/session` {login, password} → 200 SessionView + cookie; `GET /api/session` → 200 | 401; `DELETE /api/session` → 204. */
export interface SessionView {
  staff: { id: string; login: string; displayName: string; role: Role; seatNo: number | null; privileged: boolean };
  permissions: string[];
  /** Sent back in the header `x-csrf-token` with every request that changes something. */
  csrfToken: string;
  city: { name: string; section: string; phone: string; preIdentityDisplay: 'nothing' | 'stage_and_count' | 'all' };
  productNow: string;
  clockSimulated: boolean;
  clockSpeed: number;
}

/** Every error of the api: RFC 9457 problem+json. `type` is `urn:toritsugi:<code>`. */
export interface Problem {
  type: string;
  code: string;
  title: string;
  status: number;
  detail?: Record<string, unknown>;
}
