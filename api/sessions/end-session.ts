import type { Sql } from '../../core/platform/postgres.ts';
import { writeAudit } from '../audit/write-audit.ts';
import { endAgentLogins, markSessionEnded } from './queries.ts';

export type SessionEnd = 'logout' | 'replaced' | 'expired' | 'disabled';

/** The session, its SIP identity and its desk end together or not at all. Safe to call twice. */
export async function endSession(
  sql: Sql,
  sessionId: string,
  reason: SessionEnd,
  ip: string | null = null,
): Promise<void> {
  await sql.begin(async (tx) => {
    const ended = await markSessionEnded(tx, sessionId, reason);
    await endAgentLogins(tx, sessionId);
    if (!ended) return;
    const actor = { staffId: ended.staff_id, login: ended.login, role: ended.role, ip };
    const action = reason === 'expired' ? 'session.expired' : 'logout';
    await writeAudit(tx, actor, action, { detail: { reason } });
  });
}
