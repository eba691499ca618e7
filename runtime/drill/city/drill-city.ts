import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeCampaign } from '../../../api/campaigns/create-campaign.ts';
import { type SubjectIdentity, selectSubjectsInArrears, setCampaignMode } from '../../../api/campaigns/queries.ts';
import { DEMO_DATE, generateCity } from '../../../api/imports/demo-city/generate-city.ts';
import { importFolder } from '../../../api/imports/import-folder.ts';
import { loadLayout } from '../../../api/imports/load-layout.ts';
import { createStaff } from '../../../api/staff/create-staff.ts';
import { newSecret } from '../../../core/platform/ids.ts';
import { createLogger } from '../../../core/platform/logger.ts';
import type { Sql } from '../../../core/platform/postgres.ts';
import type { CampaignMode } from '../../../core/rules/vocabulary.ts';
import { SetupFault } from '../../setup-fault.ts';
import { approvePredictive, numbersOfCampaigns } from '../queries.ts';

const layoutName = 'demo';

/** Takes in an invented city of this seed, as a real city's hand-over is taken in. */
export async function importCity(sql: Sql, dataDir: string, seed: number, persons: number): Promise<void> {
  const layout = await loadLayout(sql, layoutName);
  const folder = join(dataDir, 'drill-city');
  await generateCity({ seed, persons, layout, day: 1, folder });
  await importFolder({ sql, logger: createLogger('drill', 'error'), folder, layout: layoutName, date: DEMO_DATE });
  await rm(folder, { recursive: true, force: true });
}

export interface DrillLine {
  campaignId: string;
  subjectId: string;
  name: string;
  targets: number;
}

/** One campaign a line, the subjects with most persons first; drafts, so that nothing dials yet. */
export async function createLines(
  sql: Sql,
  input: { mode: CampaignMode; lines: number; ringTimeoutSec: number },
): Promise<DrillLine[]> {
  const subjects = (await selectSubjectsInArrears(sql)).filter(({ debtClass }) => debtClass !== 'private');
  if (subjects.length < input.lines) {
    const text = `この市の科目は ${subjects.length} 個です。--lines を減らしてください。`;
    throw new SetupFault(`${text} (The city has ${subjects.length} subjects: fewer --lines.)`);
  }
  const lines: DrillLine[] = [];
  for (const subject of subjects.slice(0, input.lines)) lines.push(await createLine(sql, subject, input));
  return lines;
}

async function createLine(
  sql: Sql,
  subject: SubjectIdentity,
  { mode, ringTimeoutSec }: { mode: CampaignMode; ringTimeoutSec: number },
): Promise<DrillLine> {
  return sql.begin(async (tx) => {
    if (mode === 'predictive') await approvePredictive(tx, subject.id, DEMO_DATE);
    const name = `${subject.name} 訓練`;
    const wish = { subjectId: subject.id, name, mode, today: DEMO_DATE, ringTimeoutSec };
    const { id, targets } = await writeCampaign(tx, subject, wish);
    // A new campaign begins as preview, whatever is wished.
    await setCampaignMode(tx, id, mode);
    return { campaignId: id, subjectId: subject.id, name: subject.name, targets };
  });
}

/** Every number that may be dialled for these lines. */
export function numbersOf(sql: Sql, lines: readonly DrillLine[]): Promise<string[]> {
  return numbersOfCampaigns(
    sql,
    lines.map(({ campaignId }) => campaignId),
  );
}

export interface DrillAccount {
  login: string;
  password: string;
}

export async function createAgents(sql: Sql, count: number): Promise<DrillAccount[]> {
  const accounts: DrillAccount[] = [];
  for (let seat = 1; seat <= count; seat += 1) {
    const account = { login: `drill${seat}`, password: newSecret(96) };
    await createStaff(sql, { ...account, displayName: `訓練 ${seat}`, role: 'agent', seatNo: 100 + seat });
    accounts.push(account);
  }
  return accounts;
}
