import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createDemoCalendar } from '../../api/calendar/demo-calendar.ts';
import { createDemoApprovals } from '../../api/campaigns/demo-approvals.ts';
import { createDemoCampaigns } from '../../api/campaigns/demo-campaigns.ts';
import { DEMO_DATE, generateCity } from '../../api/imports/demo-city/generate-city.ts';
import { importFolder } from '../../api/imports/import-folder.ts';
import { loadLayout } from '../../api/imports/load-layout.ts';
import { createDemoInbound } from '../../api/inbound/demo-inbound.ts';
import { createDemoLists } from '../../api/lists/demo-lists.ts';
import { createDemoMoney } from '../../api/money/demo-money.ts';
import { createDemoExtensions } from '../../api/settings/demo-extensions.ts';
import { createDemoSms } from '../../api/sms/demo-sms.ts';
import { clockFromConfig } from '../../core/platform/clock.ts';
import type { InstanceConfig } from '../../core/platform/config.ts';
import type { Logger } from '../../core/platform/logger.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { countImportRuns } from './queries.ts';

export interface DemoInput {
  config: InstanceConfig;
  sql: Sql;
  logger: Logger;
  dataDir: string;
  persons: number;
}

const seed = 20261120;
const demoLayout = 'demo';

/** The demo city, once: generated as hand-over files and taken in by the same import as a real city's; then work on it. */
export async function fillDemo({ config, sql, logger, dataDir, persons }: DemoInput): Promise<void> {
  const { doneRuns, otherRuns } = await countImportRuns(sql, demoLayout);
  if (otherRuns > 0) return; // somebody's real city
  if (doneRuns === 0) {
    const layout = await loadLayout(sql, demoLayout);
    const folder = join(dataDir, 'demo-city');
    await generateCity({ seed, persons, layout, day: 1, folder });
    await importFolder({ sql, logger, folder, layout: demoLayout, date: DEMO_DATE });
    await rm(folder, { recursive: true, force: true });
  }
  const now = clockFromConfig(config.clock).now();
  await createDemoMoney(sql);
  await createDemoInbound(sql);
  await createDemoExtensions(sql);
  await createDemoCalendar(sql, now);
  await createDemoCampaigns(sql, now);
  await createDemoApprovals(sql, now);
  await createDemoLists(sql, now);
  await createDemoSms(sql, now);
}
