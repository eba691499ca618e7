import type { TransactionSql } from '../../core/platform/postgres.ts';

export async function replaceAgentLogin(
  tx: TransactionSql,
  login: { id: string; staffId: string; sessionId: string; node: string; sipUser: string; sipHa1: string },
): Promise<void> {
  // Two pages of one agent at the same moment: one after the other.
  await tx`select id from staff_account where id = ${login.staffId} for update`;
  await tx`update agent_login set ended_at = now() where staff_id = ${login.staffId} and ended_at is null`;
  await tx`
    insert into agent_login (id, staff_id, session_id, node, sip_user, sip_ha1)
    values (${login.id}, ${login.staffId}, ${login.sessionId}, ${login.node}, ${login.sipUser}, ${login.sipHa1})`;
}
