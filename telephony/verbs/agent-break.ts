import { releaseIfReserved } from '../agents/agent-legs.ts';
import { changeAgent } from '../agents/change-agent.ts';
import { agentOf, Refusal, type Verb } from './verb.ts';

/** No new work. A call in hand goes on; a reservation without a call goes back. */
export const agentBreak: Verb<'agent_break'> = async ({ ctx }, command) => {
  await ctx.sql.begin(async (tx) => {
    const change = await changeAgent(ctx, tx, agentOf(command), { type: 'break' }, { notice: null });
    if (!change) throw new Refusal('agent/not-logged-in', 'ログインしていません。');
    if (change.before.state === 'reserved') await releaseIfReserved(ctx, tx, change, 'agent_break');
  });
  return {};
};
