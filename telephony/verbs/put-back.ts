import type { Verb } from './verb.ts';

/** Somebody at the list of promises wants people called again; each target says what became of it. */
export const putBack: Verb<'put_back'> = async ({ ctx }, { payload: { targetIds, callback } }) => {
  const wish = { targetIds, callback: callback && { at: new Date(callback.at), agentId: callback.agentId } };
  const targets = await ctx.sql.begin((tx) => ctx.dialer.putBack(tx, wish));
  return { targets: [...targets] };
};
