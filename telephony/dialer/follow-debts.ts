import type { Queryable } from '../../core/platform/postgres.ts';
import { mayEverCall } from '../../core/rules/may-call.ts';
import { followMessages } from './follow-messages.ts';
import { followPromises } from './follow-promises.ts';
import { moveTarget, wakeFollowers } from './move-queries.ts';
import { lockWithdrawn, touchProgress, withdrawSettled } from './queries.ts';
import { type DialerDeps, readCampaign, readPersons } from './read-facts.ts';
import { planOnce } from './turn-queries.ts';

/** Withdrawn targets are looked at again a few at a time: a fact may have changed (速報取消, a flag that ended). */
const MAX_WITHDRAWN = 25;
const WITHDRAWN_QUIET_SEC = 60;

/** Takes out who paid, puts back whom nothing speaks against any more, a broken promise among it. */
export async function followDebts(db: Queryable, deps: DialerDeps): Promise<void> {
  await planOnce(db);
  const settled = await withdrawSettled(db, 'この科目の対象がなくなりました。');
  await wakeFollowers(db, settled);
  await followPromises(db, deps);
  await followMessages(db, deps.clock.now());
  const withdrawn = await lockWithdrawn(db, WITHDRAWN_QUIET_SEC, MAX_WITHDRAWN);
  if (withdrawn.length === 0) return;
  const byCampaign = Map.groupBy(withdrawn, ({ campaignId }) => campaignId);
  for (const [campaignId, targets] of byCampaign) {
    const campaign = await readCampaign(db, deps, campaignId, null);
    if (!campaign) continue;
    const { facts } = campaign;
    const persons = await readPersons(
      db,
      targets.map(({ targetId }) => targetId),
      campaign,
    );
    for (const { targetId, facts: person } of persons) {
      if (mayEverCall(facts, person) !== null) continue;
      const nextAt = person.calls.length === 0 ? null : facts.now;
      const state = nextAt === null ? 'queued' : 'waiting';
      await moveTarget(db, { targetId, state, nextAt, code: 'put_back', reason: 'ふたたび架電の対象になりました。' });
    }
  }
  await touchProgress(
    db,
    withdrawn.map(({ targetId }) => targetId),
  );
}
