import { changeAgent } from '../agents/change-agent.ts';
import { agentOf, Refusal, type Verb } from './verb.ts';

/** Preview: the target goes back, with a reason, and the next one comes. */
export const skip: Verb<'skip'> = async ({ ctx, work }, command) => {
  const agentId = agentOf(command);
  const { targetId, reason } = command.payload;
  await ctx.sql.begin(async (tx) => {
    const change = await changeAgent(ctx, tx, agentId, { type: 'reservation_lost' });
    if (!change || change.before.targetId !== targetId)
      throw new Refusal('target/not-reserved', 'この対象は割り当てられていません。');
    await ctx.dialer.release(tx, targetId, agentId, 'skipped', reason);
  });
  // Not the reason: people write it, and may name somebody.
  ctx.logger.info({ agentId, targetId }, 'target skipped');
  work.poke();
  return {};
};
