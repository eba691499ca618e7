import { askCall, type Verb } from './verb.ts';

/** Ends the call at any moment, ringing or talking. */
export const hangUp: Verb<'hang_up'> = (tools, command) =>
  askCall(tools, command, (call, reply) => call.mailbox.post({ kind: 'hang_up', by: 'agent', reply }));
