import type { Verb } from './verb.ts';

/** The api has ended the `agent_login` row; this only makes sure that leg and identity are gone before it answers. */
export const agentLogout: Verb<'agent_logout'> = async ({ logins }) => {
  await logins.sync();
  return {};
};
