import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setCampaignState } from '../../api/campaigns/queries.ts';
import { DEMO_DATE, generateCity } from '../../api/imports/demo-city/generate-city.ts';
import { importFolder } from '../../api/imports/import-folder.ts';
import { loadLayout } from '../../api/imports/load-layout.ts';
import { createStaff } from '../../api/staff/create-staff.ts';
import { clockFromConfig } from '../../core/platform/clock.ts';
import { newSecret } from '../../core/platform/ids.ts';
import { createLogger } from '../../core/platform/logger.ts';
import { openPostgres, type Sql } from '../../core/platform/postgres.ts';
import { createAgents, createLines, type DrillAccount } from '../../runtime/drill/city/drill-city.ts';
import type { StartedProduct } from '../../runtime/drill/started-product.ts';
import { addHistory } from '../city-history.ts';

export interface BigCity {
  agent: DrillAccount;
  officer: DrillAccount;
  /** As the desk shows it. */
  campaign: string;
  items: number;
  persons: number[];
}

/** A whole city with a year of work behind it, and one line in preview that shows everything before the dial: the most a case can draw. */
export async function fillCity(
  product: StartedProduct,
  size: { persons: number; itemsPerPerson: number; seed: number; sample: number },
): Promise<BigCity> {
  const { config, dataDir } = product;
  const sql = openPostgres(config.database.ownerUrl, { applicationName: 'bench', statementTimeoutMs: 600_000 });
  try {
    await takeIn(sql, join(dataDir, 'big-city'), size);
    await addHistory(sql, randomUUID());
    await sql`insert into setting (key, value) values ('pre_identity_display', ${sql.json('all')})`;
    const [line] = await createLines(sql, { mode: 'preview', lines: 1, ringTimeoutSec: 25 });
    const [agent] = await createAgents(sql, 1);
    if (!line || !agent) throw new Error('the city has no line to call');
    const officer = { login: 'bench-officer', password: newSecret(96) };
    await createStaff(sql, { ...officer, displayName: 'bench', role: 'officer' });
    await sql`vacuum (analyze)`;
    await setCampaignState(sql, line.campaignId, 'running', clockFromConfig(config.clock).now());
    const [count] = await sql<{ items: number }[]>`select count(*) as items from arrears_item`;
    const persons = await sql<{ id: number }[]>`
      select id from person where not shielded order by md5(id::text || ${size.seed}) limit ${size.sample}`;
    return {
      ...{ agent, officer, campaign: `${line.name} 訓練`, items: count?.items ?? 0 },
      persons: persons.map(({ id }) => id),
    };
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function takeIn(
  sql: Sql,
  folder: string,
  { persons, itemsPerPerson, seed }: { persons: number; itemsPerPerson: number; seed: number },
): Promise<void> {
  const layout = await loadLayout(sql, 'demo');
  await generateCity({ seed, persons, layout, day: 1, folder, itemsPerPerson, dirt: false });
  await importFolder({ sql, logger: createLogger('bench', 'error'), folder, layout: 'demo', date: DEMO_DATE });
  await rm(folder, { recursive: true, force: true });
}
