import type { CampaignMode } from '../../core/contracts/calls.ts';
import { DomainError } from '../../core/platform/errors.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import type { Scope } from '../../core/rules/permissions.ts';
import { ownCampaign } from './own-campaign.ts';
import { selectPredictiveInForce } from './predictive-queries.ts';
import { setCampaignMode } from './queries.ts';

/**
 * Switches the mode, live: telephony reads it at each decision, so calls and cases in hand go on as they began and no target is touched.
 *
 * @param today product's day: an approval must be in force on it
 * @throws DomainError `campaign/not-found` 404, `campaign/state` 409 when finished, `campaign/no-approval` 409 for predictive without
 *   the city's yes, `campaign/named-agents` 409 for the queue of shielded persons, which no pool of agents may share
 */
export async function changeMode(
  sql: Sql,
  id: string,
  mode: CampaignMode,
  caller: Scope & { privileged: boolean },
  today: string,
): Promise<{ subjectId: string; before: CampaignMode }> {
  return sql.begin(async (tx) => {
    const campaign = await ownCampaign(tx, id, caller);
    const { subjectId, mode: before } = campaign;
    if (campaign.state === 'finished')
      throw new DomainError('campaign/state', 409, '終了した架電業務の方式は変えられません。');
    if (mode === 'predictive' && campaign.privileged)
      throw new DomainError(
        'campaign/named-agents',
        409,
        '支援措置の方の業務は、指名された従事者が1件ずつ架電します。',
      );
    if (mode === 'predictive' && !(await selectPredictiveInForce(tx, subjectId, today)))
      throw new DomainError('campaign/no-approval', 409, '予測発信には市の承認が必要です。承認を依頼してください。');
    await setCampaignMode(tx, id, mode);
    return { subjectId, before };
  });
}
