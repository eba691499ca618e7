import type { Queryable } from '../../core/platform/postgres.ts';
import { judgeDevice } from '../../core/rules/device-problem.ts';
import { changeAgent } from '../agents/change-agent.ts';
import { agentOf, Refusal, type Verb } from './verb.ts';

/** Intent: for one campaign, or for the whole pool. Refused until the leg is up, packets flow both ways and the page hears: nothing dials for an agent who cannot hear or speak. */
export const agentReady: Verb<'agent_ready'> = async ({ ctx, work }, command) => {
  const agentId = agentOf(command);
  const { campaignId } = command.payload;
  await ctx.sql.begin(async (tx) => {
    if (campaignId !== null && !(await isRunning(tx, campaignId)))
      throw new Refusal('campaign/not-running', 'この架電業務は実施中ではありません。');
    const change = await changeAgent(ctx, tx, agentId, { type: 'ready', campaignId }, { notice: null });
    if (!change) throw new Refusal('agent/not-logged-in', 'ログインしていません。');
    if (!change.after.legUp || !change.after.mediaProven)
      throw new Refusal('agent/no-media', '音声の接続が確認できません。マイクとスピーカーを確認してください。');
    const device = judgeDevice(change.after.deviceProblem);
    if (!device.routable) throw new Refusal('agent/device', device.sentence);
  });
  work.poke();
  return {};
};

async function isRunning(db: Queryable, campaignId: string): Promise<boolean> {
  return (await db`select 1 from campaign where id = ${campaignId} and state = 'running'`).length > 0;
}
