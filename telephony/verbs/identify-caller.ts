import { lockAgent, writeAgent } from '../agents/queries.ts';
import { identifyCaller as writeCaller } from '../calls/queries.ts';
import { agentOf, Refusal, type Verb } from './verb.ts';

/** The agent says who called: the call, and everything written of it, is that person's from here on. Null takes it back. */
export const identifyCaller: Verb<'identify_caller'> = async ({ ctx }, command) => {
  const { callId, personId } = command.payload;
  const agentId = agentOf(command);
  await ctx.sql.begin(async (tx) => {
    const agent = await lockAgent(tx, agentId);
    if (!agent || !(await writeCaller(tx, callId, agentId, personId)))
      throw new Refusal('call/not-yours', 'この通話はあなたの通話ではありません。');
    // Whose check counts is another question from now on: the desk is told at once.
    await writeAgent(tx, agent, agent, ctx.node, ctx.clock.now());
  });
  return {};
};
