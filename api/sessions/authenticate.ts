import type { IncomingMessage } from 'node:http';
import { type Sql, withDeadline } from '../../core/platform/postgres.ts';
import { permissionsOf } from '../../core/rules/permissions.ts';
import type { Caller } from '../http/caller.ts';
import type { CookieJar } from './cookies.ts';
import { selectLivingSession, touchSession } from './queries.ts';
import { hashToken } from './token.ts';

/** Noting every request would be a write a request; a quarter of a minute is exact enough for a limit of 30. */
const TOUCH_AFTER_SEC = 15;

/** Who sent this, by its session cookie; null when nobody is logged in. Used for HTTP, Socket.IO and the SIP proxy alike. */
export async function authenticate(
  sql: Sql,
  cookies: CookieJar,
  request: IncomingMessage,
  ip: string | null,
  touch = false,
): Promise<Caller | null> {
  const token = cookies.readSession(request);
  if (!token || token.length > 100) return null;
  const row = await withDeadline('read session', selectLivingSession(sql, hashToken(token)));
  if (!row) return null;
  if (touch && row.seen_ago_sec > TOUCH_AFTER_SEC)
    await withDeadline('touch session', touchSession(sql, row.session_id));
  return {
    sessionId: row.session_id,
    csrfToken: row.csrf_token,
    staffId: row.staff_id,
    login: row.login,
    displayName: row.display_name,
    role: row.role,
    seatNo: row.seat_no,
    privileged: row.privileged,
    subjectScope: row.subject_scope,
    centreScope: row.centre_scope,
    permissions: permissionsOf(row.role),
    ip,
  };
}
