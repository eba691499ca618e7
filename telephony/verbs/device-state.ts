import { judgeDevice } from '../../core/rules/device-problem.ts';
import { releaseIfReserved } from '../agents/agent-legs.ts';
import { changeAgent } from '../agents/change-agent.ts';
import { lockAgent, markDeviceSeen } from '../agents/queries.ts';
import { agentOf, type Verb } from './verb.ts';

/** What the agent's page says of itself; the desk shows why no call comes and what to do. Of another log-in than the one that is open it says nothing. */
export const deviceState: Verb<'device_state'> = async ({ ctx, work }, command) => {
  const agentId = agentOf(command);
  const { loginId, problem } = command.payload;
  const change = await ctx.sql.begin(async (tx) => {
    const before = await lockAgent(tx, agentId);
    if (before?.loginId !== loginId) return undefined;
    if (problem !== 'unseen') await markDeviceSeen(tx, agentId);
    const told = judgeDevice(problem).sentence;
    // What stands there of something else stays, once the device is well again.
    const ours = before.notice === judgeDevice(before.deviceProblem).sentence;
    const patch = told !== '' ? { notice: told } : ours ? { notice: null } : {};
    const moved = await changeAgent(ctx, tx, agentId, { type: 'device', problem }, patch);
    await releaseIfReserved(ctx, tx, moved);
    return moved;
  });
  if (!change) return {};
  ctx.logger.info({ agentId, problem, was: change.before.deviceProblem }, 'device');
  work.poke();
  return {};
};
