import type { Queryable } from '../../core/platform/postgres.ts';
import { leaderPassedOver, mayLead } from '../../core/rules/may-call.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { type FreedFollower, lockDueFollowers, releaseFollowers } from './move-queries.ts';
import { type DialerDeps, readCampaigns, readPersons } from './read-facts.ts';
import { type RefusedTarget, recordRefusals } from './record-refusal.ts';

/** Enough for a city's followers to be through within minutes after a line closed, and a fraction of a second of work. */
const MAX_FOLLOWERS = 100;

/**
 * Targets that wait for another subject's call and whose time has come: does that subject still lead? Here and not when an agent
 * asks, because thousands of them come due in the moment in which a line opens or closes.
 */
export async function followLeaders(db: Queryable, deps: DialerDeps): Promise<void> {
  const now = deps.clock.now();
  const due = await lockDueFollowers(db, now, MAX_FOLLOWERS);
  if (due.length === 0) return;
  const { date: today } = tokyoTime(now);
  const byCampaign = Map.groupBy(due, ({ campaignId }) => campaignId);
  const free: FreedFollower[] = [];
  for (const campaign of await readCampaigns(db, deps, { ids: [...byCampaign.keys()] }, null)) {
    const ids = (byCampaign.get(campaign.row.campaignId) ?? []).map(({ targetId }) => targetId);
    const led: RefusedTarget[] = [];
    for (const { targetId, facts } of await readPersons(db, ids, campaign)) {
      const refusal = mayLead(campaign.facts, facts, today);
      if (refusal) led.push({ targetId, refusal });
      else free.push({ targetId, over: leaderPassedOver(campaign.facts, facts, today) });
    }
    await recordRefusals(db, led, now);
  }
  await releaseFollowers(db, free);
}
