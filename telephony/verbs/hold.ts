import { askCall, type Verb } from './verb.ts';

/** Music for the citizen, silence for the agent; and back. */
export const hold: Verb<'hold'> = (tools, command) =>
  askCall(tools, command, (call, reply) => call.mailbox.post({ kind: 'hold', on: command.payload.on, reply }));
