import type { Queryable } from '../../core/platform/postgres.ts';
import { lineToStayOn } from '../../core/rules/agent-lines.ts';
import type { AgentRow } from '../agents/queries.ts';
import type { TelephonyContext } from '../context.ts';
import type { NothingToDial, Reservation } from '../dialer-port.ts';

/** Work of the whole pool for one agent: first on the line to stay on, then wherever there is any. */
export async function reserveInPool(
  { dialer }: Pick<TelephonyContext, 'dialer'>,
  db: Queryable,
  agent: AgentRow,
): Promise<Reservation | NothingToDial> {
  const stayCalls = await selectStayCalls(db, agent.agentId);
  const line = lineToStayOn({ lineSubjectId: agent.lineSubjectId, lineCalls: agent.lineCalls, stayCalls });
  for (const campaignId of line === null ? [] : await selectCampaignsOfLine(db, line)) {
    const found = await dialer.reserve(db, agent.agentId, campaignId);
    if (found.kind === 'reserved') return found;
  }
  return dialer.reserve(db, agent.agentId, null);
}

async function selectStayCalls(db: Queryable, agentId: string): Promise<number> {
  const [row] = await db<{ n: number }[]>`select stay_calls as n from staff_account where id = ${agentId}`;
  return row?.n ?? 0;
}

/** Those the agent works through itself: a predictive campaign's citizens come by themselves. */
async function selectCampaignsOfLine(db: Queryable, subjectId: string): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    select id from campaign where subject_id = ${subjectId} and state = 'running' and mode <> 'predictive' and not privileged
    order by priority, id`;
  return rows.map(({ id }) => id);
}
