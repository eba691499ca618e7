import type { Queryable } from '../../core/platform/postgres.ts';
import { selectReach } from '../../core/reach/fact-queries.ts';
import { reachFacts } from '../../core/reach/person-facts.ts';
import { mayReachPerson } from '../../core/rules/may-call.ts';
import { stopPolicy } from '../../core/rules/stop-policy.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { WithdrawnTarget } from '../dialer-port.ts';
import { lockHeldUnanswered, selectHeldUnanswered } from './queries.ts';
import { type DialerDeps, readCampaigns, readPersons } from './read-facts.ts';
import { recordRefusals } from './record-refusal.ts';

/** Paid, stopped, shielded or dead since it was offered: out of the agent's and the network's hands, while nobody has answered. */
export async function withdrawHeld(db: Queryable, deps: DialerDeps): Promise<WithdrawnTarget[]> {
  const suspects = await suspected(db, deps);
  if (suspects.length === 0) return [];
  const held = await lockHeldUnanswered(db, suspects);
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

/** Whom a look at the few facts that matter speaks against; who is really taken away is judged with all of them, and locked. */
async function suspected(db: Queryable, { clock }: DialerDeps): Promise<number[]> {
  const now = clock.now();
  const held = await selectHeldUnanswered(db, tokyoTime(now).date);
  if (held.length === 0) return [];
  const rows = new Map(held.map((row) => [row.targetId, row]));
  return (await selectReach(db, [...rows.keys()])).flatMap((reach) => {
    const { privileged = false, stopPolicy: setting } = rows.get(reach.targetId) ?? {};
    const campaign = { now, channel: 'call' as const, privileged, agent: { privileged }, stops: stopPolicy(setting) };
    return mayReachPerson(campaign, reachFacts(reach)) === null ? [] : [reach.targetId];
  });
}
