import { changeAgent } from '../agents/change-agent.ts';
import { agentOf, Refusal, type Verb } from './verb.ts';

/** Intent. Refused until the leg is up and packets flow both ways: nothing dials for an agent who cannot hear or speak. */
export const agentReady: Verb<'agent_ready'> = async ({ ctx, work }, command) => {
  const agentId = agentOf(command);
  const { campaignId } = command.payload;
  await ctx.sql.begin(async (tx) => {
    const [campaign] = await tx<{ state: string }[]>`select state from campaign where id = ${campaignId}`;
    if (campaign?.state !== 'running')
      throw new Refusal('campaign/not-running', 'この架電業務は実施中ではありません。');
    const change = await changeAgent(ctx, tx, agentId, { type: 'ready', campaignId }, { notice: null });
    if (!change) throw new Refusal('agent/not-logged-in', 'ログインしていません。');
    if (!change.after.legUp || !change.after.mediaProven)
      throw new Refusal('agent/no-media', '音声の接続が確認できません。マイクとスピーカーを確認してください。');
  });
  work.poke();
  return {};
};
