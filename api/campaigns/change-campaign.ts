import { DomainError } from '../../core/platform/errors.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import type { Scope } from '../../core/rules/permissions.ts';
import { ownCampaign } from './own-campaign.ts';
import { type CampaignState, setCampaignState } from './queries.ts';

export type CampaignChange = 'start' | 'pause' | 'finish';

const CHANGES: Record<CampaignChange, { from: readonly CampaignState[]; to: CampaignState; refused: string }> = {
  start: { from: ['draft', 'paused', 'running'], to: 'running', refused: '終了した架電業務は再開できません。' },
  pause: { from: ['running', 'paused'], to: 'paused', refused: '実施中の架電業務だけを一時停止できます。' },
  finish: { from: ['draft', 'running', 'paused', 'finished'], to: 'finished', refused: '' },
};

/**
 * Start, pause, finish; each may be asked twice. Calls in hand go on; the gate refuses the next dial by itself.
 * @throws DomainError `campaign/not-found` 404 (also outside the caller's scope), `campaign/state` 409
 */
export async function changeCampaign(
  sql: Sql,
  id: string,
  change: CampaignChange,
  caller: Scope & { privileged: boolean },
  now: Date,
): Promise<{ subjectId: string }> {
  const { from, to, refused } = CHANGES[change];
  return sql.begin(async (tx) => {
    const campaign = await ownCampaign(tx, id, caller);
    if (!from.includes(campaign.state)) throw new DomainError('campaign/state', 409, refused);
    await setCampaignState(tx, id, to, now);
    return { subjectId: campaign.subjectId };
  });
}
