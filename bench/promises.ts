import { readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEMO_DATE, generateCity } from '../api/imports/demo-city/generate-city.ts';
import { importFolder } from '../api/imports/import-folder.ts';
import { loadLayout } from '../api/imports/load-layout.ts';
import { judgeOpen, judgeStirred } from '../api/promises/judge-promises.ts';
import { createLogger } from '../core/platform/logger.ts';
import { openPostgres, type Sql } from '../core/platform/postgres.ts';
import { migrate } from '../migrations/run.ts';
import { startEmbeddedPostgres } from '../runtime/embedded-postgres.ts';
import { freeTcpPort } from '../test/support/free-ports.ts';
import { type OwedItem, writePaymentFile } from './payment-file.ts';
import { machine, round } from './spread.ts';

/**
 * What promises cost a large payment file: the import with and without a promise on every paid period, and judging all of them, alone and
 * beside a transaction that stays open (another import, a backup). Seconds, and seconds of processor of the whole database server, which a
 * busy machine does not change. Prints one JSON line a size.
 *
 *   node bench/promises.ts --sizes 25000,50000,100000
 */
const { values } = parseArgs({ options: { sizes: { type: 'string', default: '25000,50000,100000' } } });
const sizes = values.sizes.split(',').map(Number);
const ITEMS = 10;
/** Beside the paid ones: the trigger looks for a promise among many others. */
const PERSONS_PER_POSTING = 0.25;

interface Cost {
  sec: number;
  serverCpuSec: number;
}

/** Processor time of every process of the server that lives now; the pool keeps its connections over all measurements. */
function serverCpuMs(postmaster: string): number {
  const parentOf = (pid: string) => readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ')[1];
  return readdirSync('/proc').reduce((sum, pid) => {
    if (!/^\d+$/.test(pid)) return sum;
    try {
      if (parentOf(pid) !== postmaster) return sum;
      return sum + Number(readFileSync(`/proc/${pid}/schedstat`, 'latin1').split(' ')[0]) / 1e6;
    } catch {
      return sum; // it ended while we looked
    }
  }, 0);
}

async function takeItems(sql: Sql, count: number): Promise<OwedItem[]> {
  const items = await sql<OwedItem[]>`
    select a.id, a.person_id as "personId", a.subject_id as "subjectId", a.levy_year as "levyYear", a.notice_no as "noticeNo",
      a.period_no as "periodNo", a.unpaid
    from arrears_item a where a.unpaid > 0 and not exists (select 1 from payment_entry e where e.arrears_item_id = a.id) order by a.id limit ${count}`;
  if (items.length < count) throw new Error(`the city has ${items.length} such periods`);
  return items;
}

/** One open promise a period, for today. */
async function promiseAll(sql: Sql, items: readonly OwedItem[]): Promise<void> {
  const [staff] = await sql<{ id: string }[]>`
    insert into staff_account (id, login, display_name, role, password_hash) values (gen_random_uuid(), 'bench', 'bench', 'agent', 'x')
    on conflict (login) do update set login = excluded.login returning id`;
  await sql`
    with made as (
      insert into promise (id, person_id, subject_id, promised_on, method, made_by, grace_days, staff_id, created_at)
      select gen_random_uuid(), a.person_id, a.subject_id, ${DEMO_DATE}, 'slip', 'principal', 7, ${staff?.id ?? null}, now()
      from unnest(${items.map(({ id }) => id)}::bigint[]) i join arrears_item a on a.id = i returning id, person_id, subject_id),
    numbered as (select *, row_number() over (partition by person_id, subject_id order by id) as n from made),
    periods as (select a.*, row_number() over (partition by person_id, subject_id order by id) as n from arrears_item a
      where a.id = any(${items.map(({ id }) => id)}::bigint[]))
    insert into promise_item (promise_id, arrears_item_id, unpaid, received)
    select m.id, a.id, a.unpaid, a.collected + a.paid from numbered m join periods a using (person_id, subject_id, n)`;
  await sql`analyze promise, promise_item`;
}

async function judgeAll(sql: Sql): Promise<void> {
  while ((await judgeStirred(sql, new Date(`${DEMO_DATE}T01:00:00Z`))) !== undefined);
}

async function measure(size: number): Promise<object> {
  const root = await mkdtemp(join(tmpdir(), 'toritsugi-bench-promises-'));
  await chmod(root, 0o755);
  const cluster = await startEmbeddedPostgres({
    directory: join(root, 'pg'),
    port: await freeTcpPort(),
    ownerPassword: 'bench',
    appPassword: 'bench',
    durable: false,
  });
  const logger = createLogger('bench', 'warn');
  await migrate({ ownerUrl: cluster.ownerUrl, appRole: 'toritsugi_app' });
  const postmaster = readFileSync(join(root, 'pg', 'postmaster.pid'), 'latin1').split('\n')[0] ?? '';
  const cost = async (work: () => Promise<unknown>): Promise<Cost> => {
    const [from, cpu] = [performance.now(), serverCpuMs(postmaster)];
    await work();
    const sec = round((performance.now() - from) / 1_000, 2);
    return { sec, serverCpuSec: round((serverCpuMs(postmaster) - cpu) / 1_000, 2) };
  };
  const sql = openPostgres(cluster.ownerUrl, { applicationName: 'bench', statementTimeoutMs: 600_000 });
  try {
    const layout = await loadLayout(sql, 'demo');
    const folder = join(root, 'city');
    const persons = Math.ceil(size * 3 * PERSONS_PER_POSTING);
    await generateCity({ seed: 20261120, persons, layout, day: 1, folder, itemsPerPerson: ITEMS, dirt: false });
    await importFolder({ sql, logger, folder, layout: 'demo' });
    const post = async (name: string, items: readonly OwedItem[]) => {
      const files = await writePaymentFile(join(root, name), layout, items, DEMO_DATE);
      return cost(() => importFolder({ sql, logger, folder: files, layout: 'demo' }));
    };
    const importPlain = await post('plain', await takeItems(sql, size));
    const promised = await takeItems(sql, size);
    await promiseAll(sql, promised);
    const importPromised = await post('promised', promised);
    const judge = await cost(() => judgeAll(sql));
    const beside = await takeItems(sql, size);
    await promiseAll(sql, beside);
    await post('beside', beside);
    const judgeBesideOpenTransaction = await sql.begin('isolation level repeatable read', async (tx) => {
      await tx`select 1 from promise limit 1`;
      return cost(() => judgeAll(sql));
    });
    const judgeByDay = await cost(() => judgeOpen(sql, new Date(`${DEMO_DATE}T01:00:00Z`)));
    const [kept] = await sql<{ kept: number; left: number }[]>`
      select count(*) filter (where state = 'kept')::int as kept, (select count(*)::int from promise_stir) as left from promise`;
    return {
      postings: size,
      persons,
      ...{ importPlain, importPromised, judge, judgeBesideOpenTransaction, judgeByDay },
      ...kept,
    };
  } finally {
    await sql.end();
    await cluster.stop();
    await rm(root, { recursive: true, force: true });
  }
}

for (const size of sizes) process.stdout.write(`${JSON.stringify({ ...(await measure(size)), ...machine() })}\n`);
