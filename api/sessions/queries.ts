import type { Role } from '../../core/contracts/calls.ts';
import type { Queryable } from '../../core/platform/postgres.ts';

/** Real time, by the database's clock. */
export const IDLE_LIMIT = '30 minutes';
export const ABSOLUTE_LIMIT = '12 hours';

export interface SessionRow {
  session_id: string;
  csrf_token: string;
  staff_id: string;
  login: string;
  display_name: string;
  role: Role;
  seat_no: number | null;
  privileged: boolean;
  subject_scope: string[] | null;
  centre_scope: string[] | null;
  /** Seconds since the last request that was noted. */
  seen_ago_sec: number;
}

export async function selectLivingSession(db: Queryable, tokenHash: string): Promise<SessionRow | undefined> {
  const [row] = await db<SessionRow[]>`
    select s.id as session_id, s.csrf_token, a.id as staff_id, a.login, a.display_name, a.role, a.seat_no, a.privileged,
      a.subject_scope, a.centre_scope, extract(epoch from now() - s.last_seen_at)::float8 as seen_ago_sec
    from staff_session s join staff_account a on a.id = s.staff_id
    where s.token_hash = ${tokenHash} and s.ended_at is null and a.disabled_at is null
      and s.expires_at > now() and s.last_seen_at > now() - ${IDLE_LIMIT}::interval`;
  return row;
}

/** Of these sessions, the ones that are still good. */
export async function selectLivingAmong(db: Queryable, sessionIds: readonly string[]): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    select s.id from staff_session s join staff_account a on a.id = s.staff_id
    where s.id = any(${db.array([...sessionIds])}::uuid[]) and s.ended_at is null and a.disabled_at is null
      and s.expires_at > now() and s.last_seen_at > now() - ${IDLE_LIMIT}::interval`;
  return rows.map((row) => row.id);
}

/** Sessions that ran out while their agent's SIP identity is still open. */
export async function selectExpiredWithLogin(db: Queryable): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    select distinct s.id from agent_login l join staff_session s on s.id = l.session_id join staff_account a on a.id = s.staff_id
    where l.ended_at is null and (s.ended_at is not null or a.disabled_at is not null
      or s.expires_at <= now() or s.last_seen_at <= now() - ${IDLE_LIMIT}::interval)
    limit 200`;
  return rows.map((row) => row.id);
}

export async function insertSession(
  db: Queryable,
  session: {
    id: string;
    tokenHash: string;
    csrfToken: string;
    staffId: string;
    ip: string | null;
    userAgent: string | null;
  },
): Promise<void> {
  await db`
    insert into staff_session (id, token_hash, csrf_token, staff_id, expires_at, ip, user_agent)
    values (${session.id}, ${session.tokenHash}, ${session.csrfToken}, ${session.staffId}, now() + ${ABSOLUTE_LIMIT}::interval,
      ${session.ip}, ${session.userAgent})`;
}

export async function touchSession(db: Queryable, sessionId: string): Promise<void> {
  await db`update staff_session set last_seen_at = now() where id = ${sessionId} and ended_at is null`;
}

/** A call in hand is work, even when the agent touches nothing for half an hour. */
export async function touchSessionsInCall(db: Queryable, sessionIds: readonly string[]): Promise<void> {
  await db`
    update staff_session s set last_seen_at = now()
    from agent_login l join agent_state t on t.login_id = l.id
    where l.session_id = s.id and l.ended_at is null and s.ended_at is null and s.id = any(${db.array([...sessionIds])}::uuid[])
      and t.state in ('reserved', 'ringing', 'talking', 'wrap_up') and s.last_seen_at < now() - interval '1 minute'
      and s.last_seen_at > now() - ${IDLE_LIMIT}::interval`;
}

export async function markSessionEnded(
  db: Queryable,
  sessionId: string,
  reason: string,
): Promise<{ staff_id: string; login: string; role: Role } | undefined> {
  const [row] = await db<{ staff_id: string; login: string; role: Role }[]>`
    update staff_session s set ended_at = now(), ended_reason = ${reason}
    from staff_account a where a.id = s.staff_id and s.id = ${sessionId} and s.ended_at is null
    returning s.staff_id, a.login, a.role`;
  return row;
}

/** Telephony hears of both: the row (NOTIFY agent_login_changed) and the command; either is enough. */
export async function endAgentLogins(db: Queryable, sessionId: string): Promise<void> {
  await db`
    with ended as (
      update agent_login set ended_at = now() where session_id = ${sessionId} and ended_at is null returning id, staff_id)
    insert into command (kind, agent_id, payload)
    select 'agent_logout', staff_id, jsonb_build_object('loginId', id) from ended`;
}

export interface AccountRow {
  id: string;
  login: string;
  role: Role;
  password_hash: string;
  disabled: boolean;
}

export async function selectAccount(db: Queryable, login: string): Promise<AccountRow | undefined> {
  const [row] = await db<AccountRow[]>`
    select id, login, role, password_hash, disabled_at is not null as disabled from staff_account where login = ${login}`;
  return row;
}
