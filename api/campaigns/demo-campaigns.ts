import type { CampaignMode } from '../../core/contracts/calls.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { type CreatedCampaign, writeCampaign } from './create-campaign.ts';
import {
  countCampaigns,
  type SubjectIdentity,
  selectSubjectsInArrears,
  setCampaignMode,
  setCampaignState,
} from './queries.ts';

export interface DemoCampaign extends CreatedCampaign {
  subjectId: string;
  name: string;
  mode: CampaignMode;
}

const MODE_NAMES: Record<CampaignMode, string> = {
  preview: 'プレビュー',
  progressive: '自動発信',
  predictive: '予測発信',
};

/**
 * Ready-made work for a newcomer: one preview and one progressive campaign for each of the subjects with most persons,
 * and for the first private claim whatever its size, all running. Does nothing where campaigns exist already.
 */
export async function createDemoCampaigns(sql: Sql, now: Date, subjects = 4): Promise<DemoCampaign[]> {
  const { date: today } = tokyoTime(now);
  return sql.begin(async (tx) => {
    if ((await countCampaigns(tx)) > 0) return [];
    const created: DemoCampaign[] = [];
    for (const subject of choose(await selectSubjectsInArrears(tx), subjects)) {
      for (const mode of ['preview', 'progressive'] as const) {
        const name = `${subject.name} ${Number(today.slice(5, 7))}月 ${MODE_NAMES[mode]}`;
        const campaign = await writeCampaign(tx, subject, { subjectId: subject.id, name, today });
        await setCampaignMode(tx, campaign.id, mode);
        await setCampaignState(tx, campaign.id, 'running', now);
        created.push({ ...campaign, subjectId: subject.id, name, mode });
      }
    }
    return created;
  });
}

function choose(inArrears: readonly SubjectIdentity[], count: number): SubjectIdentity[] {
  const chosen = inArrears.slice(0, count);
  const claim = inArrears.find(({ debtClass }) => debtClass === 'private');
  if (claim && !chosen.includes(claim)) chosen.push(claim);
  return chosen;
}
