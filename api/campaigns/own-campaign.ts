import { DomainError } from '../../core/platform/errors.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { inScope, type Scope } from '../../core/rules/permissions.ts';
import { type CampaignIdentity, lockCampaign } from './queries.ts';

/**
 * The campaign, locked for a change, when the caller may know of it.
 * @throws DomainError `campaign/not-found` 404 (also outside the caller's scope, and the queue of shielded persons)
 */
export async function ownCampaign(
  db: Queryable,
  id: string,
  caller: Scope & { privileged: boolean },
): Promise<CampaignIdentity> {
  const campaign = await lockCampaign(db, id);
  const visible = campaign && inScope(caller, { id: campaign.subjectId, centreId: campaign.centreId });
  if (!visible || (campaign.privileged && !caller.privileged))
    throw new DomainError('campaign/not-found', 404, '架電業務が見つかりません。');
  return campaign;
}
