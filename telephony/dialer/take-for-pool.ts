import type { Queryable } from '../../core/platform/postgres.ts';
import { mayDialNow } from '../../core/rules/may-call.ts';
import type { DialPlan, NothingToDial } from '../dialer-port.ts';
import { findTurn, pooled } from './find-turn.ts';
import type { FreshMarks } from './fresh-marks.ts';
import { planDial } from './plan-dial.ts';
import { type DialerDeps, readCampaigns } from './read-facts.ts';
import { closed, nothing, whenNext } from './reserve.ts';

/** The next target of the subject's predictive campaigns, past the whole gate, in the pool's hands and counted. */
export async function takeForPool(
  db: Queryable,
  deps: DialerDeps,
  marks: FreshMarks,
  subjectId: string,
): Promise<DialPlan | NothingToDial> {
  const running = await readCampaigns(db, deps, { subjectId }, null);
  const campaigns = running.filter(({ row }) => pooled(row));
  if (campaigns.length === 0) {
    return running.some(({ row }) => row.mode === 'predictive' && !row.privileged)
      ? nothing('not_approved', 'この科目は予測発信の承認がありません。')
      : nothing('no_campaign', '予測発信の架電業務がありません。');
  }
  const open = campaigns.filter(({ facts }) => mayDialNow(facts) === null);
  if (open.length === 0) return closed(campaigns);
  const turn = await findTurn(db, marks, open, null);
  if (turn === 'still_looking') return nothing('still_looking', '次の対象を探しています。');
  if (turn === 'nothing') return nothing('nothing_due', await whenNext(db, open));
  return planDial(db, turn.campaign, { ...turn, mode: 'predictive', pool: true }, deps.scores);
}
