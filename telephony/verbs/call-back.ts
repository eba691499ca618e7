import { startCallBack } from '../calls/start-call-back.ts';
import { agentOf, Refusal, untilReady, type Verb } from './verb.ts';

/** A citizen who called and did not reach us is called on the number they called from, by the agent who took the task. */
export const callBack: Verb<'call_back'> = async (tools, command) => {
  const { ctx, runner, work, calls, link } = tools;
  const agentId = agentOf(command);
  await untilReady(tools);
  if (calls.ofAgent(agentId)) throw new Refusal('call/busy', '別の通話が残っています。');
  if (!link.ready || !ctx.ami.up) throw new Refusal('pbx/down', '電話設備に接続できないため、発信できません。');
  const result = await startCallBack(ctx, { agentId, ...command.payload });
  if (result.kind === 'refused') {
    work.poke();
    throw new Refusal(result.code, result.message);
  }
  void runner.run(result.call);
  return { callId: result.call.facts.id };
};
