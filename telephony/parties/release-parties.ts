import type { TransactionSql } from '../../core/platform/postgres.ts';
import { changeAgent } from '../agents/change-agent.ts';
import type { TelephonyContext } from '../context.ts';
import { endParties } from './queries.ts';

/** In the transaction that closes the call: everybody who joined it is out of it, colleagues without anything to write. */
export async function releaseParties(
  ctx: TelephonyContext,
  tx: TransactionSql,
  callId: string,
  at: Date,
): Promise<void> {
  const ended = await endParties(tx, callId, at);
  if (ended.length === 0) return;
  const [owner] = await tx<{ agentId: string | null }[]>`select agent_id as "agentId" from call where id = ${callId}`;
  for (const staffId of ended)
    if (staffId !== owner?.agentId) await changeAgent(ctx, tx, staffId, { type: 'call_over', callId, wrapUp: false });
}
