import type { Queryable, TransactionSql } from '../../core/platform/postgres.ts';

export async function replaceAgentLogin(
  tx: TransactionSql,
  login: {
    id: string;
    staffId: string;
    sessionId: string;
    node: string;
    sipUser: string;
    sipHa1: string;
    device: 'webrtc' | 'sip';
  },
): Promise<void> {
  // Two pages of one agent at the same moment: one after the other.
  await tx`select id from staff_account where id = ${login.staffId} for update`;
  await tx`update agent_login set ended_at = now() where staff_id = ${login.staffId} and ended_at is null`;
  await tx`
    insert into agent_login (id, staff_id, session_id, node, sip_user, sip_ha1, device)
    values (${login.id}, ${login.staffId}, ${login.sessionId}, ${login.node}, ${login.sipUser}, ${login.sipHa1},
      ${login.device})`;
}

/** A trunk that leads to real telephones, or one that could. */
export async function hasRealTrunk(db: Queryable): Promise<boolean> {
  const rows = await db`select 1 from trunk where kind <> 'simulator' limit 1`;
  return rows.length > 0;
}
