import { identifyCaller as writeCaller } from '../calls/queries.ts';
import { agentOf, Refusal, type Verb } from './verb.ts';

/** The agent says who called: the call, and everything written of it, is that person's from here on. Null takes it back. */
export const identifyCaller: Verb<'identify_caller'> = async ({ ctx }, command) => {
  const { callId, personId } = command.payload;
  if (!(await writeCaller(ctx.sql, callId, agentOf(command), personId)))
    throw new Refusal('call/not-yours', 'この通話はあなたの通話ではありません。');
  return {};
};
