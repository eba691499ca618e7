import { Refusal, type Verb } from './verb.ts';

/** *Why?* is answered by the gate itself, with the facts of this moment. */
export const explain: Verb<'explain'> = async ({ ctx }, { payload }) => {
  const why = await ctx.dialer.explain(ctx.sql, payload.targetId);
  if (!why) throw new Refusal('target/not-found', '対象が見つかりません。');
  return { ...why };
};

export const explainCampaign: Verb<'explain_campaign'> = async ({ ctx }, { payload }) => {
  const why = await ctx.dialer.explainCampaign(ctx.sql, payload.campaignId);
  if (!why) throw new Refusal('campaign/not-found', '架電業務が見つかりません。');
  return { ...why };
};
