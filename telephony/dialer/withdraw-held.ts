import type { Queryable } from '../../core/platform/postgres.ts';
import { mayReachPerson } from '../../core/rules/may-call.ts';
import type { WithdrawnTarget } from '../dialer-port.ts';
import { lockHeldUnanswered } from './queries.ts';
import { type DialerDeps, readCampaigns, readPersons } from './read-facts.ts';
import { recordRefusals } from './record-refusal.ts';

/** Paid, stopped, shielded or dead since it was offered: out of the agent's and the network's hands, while nobody has answered. */
export async function withdrawHeld(db: Queryable, deps: DialerDeps): Promise<WithdrawnTarget[]> {
  const held = await lockHeldUnanswered(db);
  if (held.length === 0) return [];
  const withdrawn: WithdrawnTarget[] = [];
  const byCampaign = Map.groupBy(held, ({ campaignId }) => campaignId);
  for (const campaign of await readCampaigns(db, deps, { ids: [...byCampaign.keys()] }, null)) {
    const targets = byCampaign.get(campaign.row.campaignId) ?? [];
    const persons = await readPersons(
      db,
      targets.map(({ targetId }) => targetId),
      campaign,
    );
    for (const { targetId, facts } of persons) {
      const refusal = mayReachPerson(campaign.facts, facts);
      const held = targets.find((target) => target.targetId === targetId);
      if (refusal?.effect !== 'withdraw' || !held) continue;
      await recordRefusals(db, [{ targetId, refusal }], campaign.facts.now);
      const { agentId, callId } = held;
      withdrawn.push({ targetId, agentId, callId, code: refusal.code, message: refusal.message });
    }
  }
  return withdrawn;
}
