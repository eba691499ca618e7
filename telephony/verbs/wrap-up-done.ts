import { changeAgent } from '../agents/change-agent.ts';
import { lockAgent } from '../agents/queries.ts';
import { hasContactRecord, markAnsweredBy } from '../calls/queries.ts';
import { handledAs } from '../pool/results-by-call.ts';
import { agentOf, Refusal, type Verb } from './verb.ts';

/** The result is saved: the target moves on by it, and the agent to the next. */
export const wrapUpDone: Verb<'wrap_up_done'> = async ({ ctx, work, book }, command) => {
  const agentId = agentOf(command);
  const { callId } = command.payload;
  const reached = await ctx.sql.begin(async (tx) => {
    const agent = await lockAgent(tx, agentId);
    if (agent?.state !== 'wrap_up' || agent.callId !== callId)
      throw new Refusal('agent/not-in-wrap-up', '後処理中の通話ではありません。');
    if (agent.targetId !== null && !(await hasContactRecord(tx, callId)))
      throw new Refusal('contact/not-saved', '応対結果を保存してから進んでください。');
    if (agent.targetId !== null) await ctx.dialer.saved(tx, { targetId: agent.targetId, agentId, callId });
    await changeAgent(ctx, tx, agentId, { type: 'wrap_up_done' }, { notice: null });
    return markAnsweredBy(tx, callId);
  });
  if (reached) book.handled(agentId, handledAs(reached));
  work.poke();
  return {};
};
