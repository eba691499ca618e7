import type { WhyCampaign, WhyNow, WhyRule } from '../../core/contracts/why.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { type Explanation, explainCall } from '../../core/rules/explain-call.ts';
import { type CallRefusal, mayDialNow } from '../../core/rules/may-call.ts';
import { selectCampaignOf } from './queries.ts';
import { type DialerDeps, readCampaign, readPersons } from './read-facts.ts';

/** What the gate says of a target now; undefined when there is no such target. Changes nothing. */
export async function explainTarget(db: Queryable, deps: DialerDeps, targetId: number): Promise<WhyNow | undefined> {
  const campaignId = await selectCampaignOf(db, targetId);
  const campaign = campaignId === undefined ? undefined : await readCampaign(db, deps, campaignId, null);
  const [person] = campaign ? await readPersons(db, [targetId], campaign) : [];
  if (!campaign || !person) return undefined;
  const { verdict, parts, counts, numbers } = explainCall(campaign.facts, person.facts);
  const rules = parts.map(({ part, refusal, because }) => ruleOf(part, refusal, because));
  return {
    mayCall: verdict.ok,
    because: rules.find(({ ok }) => !ok) ?? null,
    parts: rules,
    counts: [...counts],
    numbers: numbers.map(({ phone, automatic, byHand, code, reason }) => ({
      ...{ phoneId: phone.id, automatic, byHand, code },
      message: reason,
    })),
  };
}

export async function explainCampaign(
  db: Queryable,
  deps: DialerDeps,
  campaignId: string,
): Promise<WhyCampaign | undefined> {
  const campaign = await readCampaign(db, deps, campaignId, null);
  if (!campaign) return undefined;
  const refusal = mayDialNow(campaign.facts);
  return {
    mayDial: refusal === null,
    because: refusal && ruleOf('hours', refusal),
    freeChannels: campaign.row.trunks.reduce((sum, { freeChannels }) => sum + freeChannels, 0),
  };
}

function ruleOf(
  part: string,
  refusal: CallRefusal | null,
  because: Explanation['parts'][number]['because'] = null,
): WhyRule {
  if (!refusal) {
    return { part, ok: true, code: 'ok', rule: part, value: '', message: '', ...because, again: null };
  }
  const { code, rule, value, message, again } = refusal;
  return { part, ok: false, code, rule, value, message, again: again?.toISOString() ?? null };
}
