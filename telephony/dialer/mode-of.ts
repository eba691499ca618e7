import type { CampaignMode } from '../../core/contracts/calls.ts';
import { diallingMode } from '../../core/rules/dialling-mode.ts';
import type { CampaignRow } from './campaign-queries.ts';
import type { ProgressRow } from './queries.ts';

/** How the target is called now. @param progress undefined = nothing was ever done with it */
export function modeOf(row: CampaignRow, progress: ProgressRow | undefined): CampaignMode {
  return diallingMode({
    campaignMode: row.mode,
    privileged: row.privileged,
    predictiveApproved: row.predictiveApproved,
    callback: progress?.reasonCode === 'callback',
    nextMode: progress?.nextMode ?? null,
  });
}
