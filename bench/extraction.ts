import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generateCity } from '../api/imports/demo-city/generate-city.ts';
import { importFolder } from '../api/imports/import-folder.ts';
import { loadLayout } from '../api/imports/load-layout.ts';
import { countMatched } from '../api/lists/count-queries.ts';
import { selectExtractions } from '../api/lists/extraction-queries.ts';
import { createLogger } from '../core/platform/logger.ts';
import { openPostgres, type Sql } from '../core/platform/postgres.ts';
import { listScope } from '../core/rules/list-scope.ts';
import type { SharingScope } from '../core/rules/sharing.ts';
import { migrate } from '../migrations/run.ts';
import { startEmbeddedPostgres } from '../runtime/embedded-postgres.ts';
import { freeTcpPort } from '../test/support/free-ports.ts';
import { addHistory } from './city-history.ts';
import { CONDITIONS } from './extraction-conditions.ts';
import { machine, quantile, round } from './spread.ts';

/**
 * Count, sum and sample of twelve conditions over a city, as a manager's typing asks for them; saved conditions with their figures; and
 * the plainest SQL that answers the first of them, as the peer.
 *
 *   node bench/extraction.ts --persons 100000 --items 10 --rounds 20
 */
const { values } = parseArgs({
  options: {
    persons: { type: 'string', default: '100000' },
    items: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '20' },
  },
});
const TODAY = '2026-11-20';
const SAMPLE = 20;
const SAVED = 200;

const timed = async <T>(work: () => Promise<T>): Promise<[number, T]> => {
  const from = performance.now();
  const answer = await work();
  return [performance.now() - from, answer];
};

/** Processor time of a server process: what the clock shows without the load beside it. */
function cpuMs(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
}

async function main(): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'toritsugi-bench-extraction-'));
  await chmod(root, 0o755);
  const cluster = await startEmbeddedPostgres({
    directory: join(root, 'pg'),
    port: await freeTcpPort(),
    ownerPassword: 'bench',
    appPassword: 'bench',
    durable: false,
  });
  try {
    await migrate({ ownerUrl: cluster.ownerUrl, appRole: 'toritsugi_app' });
    // The import needs more than one connection; the measured ones are counted on a single server process.
    const sql = openPostgres(cluster.appUrl, { applicationName: 'bench', statementTimeoutMs: 600_000 });
    const one = openPostgres(cluster.appUrl, {
      applicationName: 'bench-one',
      maxConnections: 1,
      statementTimeoutMs: 600_000,
    });
    const owner = openPostgres(cluster.ownerUrl, { applicationName: 'bench', statementTimeoutMs: 600_000 });
    const logger = createLogger('bench', 'warn');
    const folder = join(root, 'city');
    const layout = await loadLayout(sql, 'demo');
    const persons = Number(values.persons);
    await generateCity({
      seed: 20261120,
      persons,
      layout,
      day: 1,
      folder,
      itemsPerPerson: Number(values.items),
      dirt: false,
    });
    await importFolder({ sql, logger, folder, layout: 'demo' });
    const staffId = randomUUID();
    await addHistory(sql, staffId);
    await owner`vacuum (analyze)`;
    report(await measure(one, staffId));
    await one.end();
    await sql.end();
    await owner.end();
  } finally {
    await cluster.stop();
    await rm(root, { recursive: true, force: true });
  }
}

async function measure(sql: Sql, staffId: string) {
  const subjects = await sql<SharingScope[]>`
    select id as "subjectId", debt_class as "debtClass", sharing_group as "sharingGroup" from subject`;
  const public_ = subjects.filter(({ debtClass }) => debtClass !== 'private').map(({ subjectId }) => subjectId);
  const scope = listScope(public_, subjects);
  if (!scope) throw new Error('The public claims of the demo city share one group.');
  const population = { scope, today: TODAY, privileged: false, entrustmentId: null, callableOnly: false };
  for (let n = 0; n < SAVED; n += 1)
    await sql`insert into extraction (id, name, condition, owner_id, created_at, updated_at, counted_persons, counted_yen, counted_at)
      values (${randomUUID()}, ${`条件 ${n}`}, ${sql.json(CONDITIONS[n % CONDITIONS.length]?.condition as never)}, ${staffId}, now(), now(), 1, 1, now())`;
  const typed = CONDITIONS.map(({ name }) => ({ name, persons: 0, ms: [] as number[], cpu: [] as number[] }));
  const [backend] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const pid = backend?.pid ?? 0;
  const saved: number[] = [];
  const bare: number[] = [];
  for (let turn = -1; turn < Number(values.rounds); turn += 1) {
    for (const [index, { condition }] of CONDITIONS.entries()) {
      const before = cpuMs(pid);
      const [ms, count] = await timed(() => countMatched(sql, condition, population, SAMPLE));
      const row = typed[index];
      if (!row) continue;
      row.persons = count.persons;
      if (turn < 0) continue;
      row.ms.push(ms);
      row.cpu.push(cpuMs(pid) - before);
    }
    const [savedMs] = await timed(() => selectExtractions(sql, { staffId, privileged: false }, null));
    const [bareMs] = await timed(
      () => sql`select count(*), sum(yen) from (select person_id, sum(unpaid) as yen from arrears_item
        where subject_id = any(${public_}::text[]) and unpaid > 0 and due_date < ${TODAY}::date group by person_id) o`,
    );
    if (turn >= 0) {
      saved.push(savedMs);
      bare.push(bareMs);
    }
  }
  const [size] = await sql<{ items: number }[]>`select count(*) as items from arrears_item`;
  return { typed, saved, bare, items: size?.items ?? 0 };
}

const figures = (ms: readonly number[]) => ({
  p50: round(quantile(ms, 0.5)),
  p95: round(quantile(ms, 0.95)),
  p99: round(quantile(ms, 0.99)),
});

function report({ typed, saved, bare, items }: Awaited<ReturnType<typeof measure>>): void {
  const all = figures(typed.flatMap(({ ms }) => ms));
  const busy = figures(typed.flatMap(({ cpu }) => cpu));
  const result = {
    bench: 'extraction',
    persons: Number(values.persons),
    items,
    rounds: Number(values.rounds),
    countMs: all,
    countCpuMs: busy,
    savedListMs: figures(saved),
    bareSqlMs: figures(bare),
    conditions: typed.map(({ name, persons, ms, cpu }) => ({
      name,
      persons,
      ...figures(ms),
      cpuMs: figures(cpu),
    })),
    ...machine(),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.stdout.write(
    `Count, sum and sample of a condition over ${items.toLocaleString('en')} installments take ${all.p50} ms in the middle and ` +
      `${all.p95} ms at p95 (goal 300), of it on the processor ${busy.p50} and ${busy.p95} ms; ${SAVED} saved conditions with their figures ${result.savedListMs.p95} ms (goal 50); ` +
      `the plainest count in SQL ${result.bareSqlMs.p50} ms.\n`,
  );
}

await main();
