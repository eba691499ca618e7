import { createReadStream } from 'node:fs';
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse';
import { generateCity } from '../api/imports/demo-city/generate-city.ts';
import { importFolder } from '../api/imports/import-folder.ts';
import { loadLayout } from '../api/imports/load-layout.ts';
import { createLogger } from '../core/platform/logger.ts';
import { openPostgres, type Sql } from '../core/platform/postgres.ts';
import { migrate } from '../migrations/run.ts';
import { startEmbeddedPostgres } from '../runtime/embedded-postgres.ts';
import { freeTcpPort } from '../test/support/free-ports.ts';
import { loadOf } from './process-load.ts';

/**
 * Import rows/s, every check and the database included, against the CSV parser alone on the same files, and against
 * COPY of the same bytes into a table of text. Interleaved, one round after the other, each import into an empty base.
 *
 *   node bench/import.ts --persons 20000 --items 10 --rounds 3
 */
const { values } = parseArgs({
  options: {
    persons: { type: 'string', default: '20000' },
    items: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
  },
});
const FILES = ['person', 'arrears', 'payment'] as const;

interface Taken {
  seconds: number;
  /** Processor time of this process and of the database with all its processes: steadier than the clock where others work. */
  clientCpuSec: number;
  serverCpuSec: number;
}

async function taken(serverPid: number, work: () => Promise<unknown>): Promise<Taken> {
  const server = () => loadOf({ server: serverPid })['server']?.cpuSec ?? 0;
  const [from, serverFrom, clientFrom] = [performance.now(), server(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(clientFrom);
  return {
    seconds: (performance.now() - from) / 1000,
    clientCpuSec: (user + system) / 1e6,
    serverCpuSec: server() - serverFrom,
  };
}

/** Rows as objects by their header, decoded: what a program that uses the parser has to start from. */
async function parserAlone(folder: string): Promise<number> {
  let rows = 0;
  for (const name of FILES) {
    const parser = parse({ columns: true, bom: true, relax_column_count: true });
    const counted = (async () => {
      for await (const _ of parser) rows += 1;
    })();
    const decoder = new TextDecoder('shift_jis', { fatal: true });
    await pipeline(
      createReadStream(join(folder, `${name}.csv`), { highWaterMark: 1 << 18 }),
      async function* (pieces: AsyncIterable<Buffer>) {
        for await (const piece of pieces) yield decoder.decode(piece, { stream: true });
      },
      parser,
    );
    await counted;
  }
  return rows;
}

/** The same without decoding and without objects: the parser's own loop and nothing else. */
async function parserBare(folder: string): Promise<number> {
  let rows = 0;
  for (const name of FILES) {
    const parser = parse({ relax_column_count: true });
    parser.on('readable', () => {
      while (parser.read() !== null) rows += 1;
    });
    await pipeline(createReadStream(join(folder, `${name}.csv`), { highWaterMark: 1 << 18 }), parser);
  }
  return rows;
}

/** Every field as text, unlogged, no index, no check: the least that the database needs to take the bytes. */
async function copyAlone(sql: Sql, folder: string): Promise<void> {
  for (const name of FILES) {
    const file = join(folder, `${name}.csv`);
    const columns = (await firstLine(file)).split(',').map((_, i) => `c${i} text`);
    await sql.unsafe(`create unlogged table copied (${columns.join(', ')})`);
    const sink = await sql`copy copied from stdin (format csv, header true, encoding 'sjis')`.writable();
    await pipeline(createReadStream(file, { highWaterMark: 1 << 18 }), sink);
    await sql`drop table copied`;
  }
}

async function firstLine(file: string): Promise<string> {
  for await (const line of createInterface({ input: createReadStream(file) })) return line;
  return '';
}

interface Round {
  importRowsPerSec: number;
  parserRowsPerSec: number;
  bareRowsPerSec: number;
  copyRowsPerSec: number;
  ratio: number;
  ratioToBare: number;
  parserCpuSec: number;
  importClientCpuSec: number;
  importServerCpuSec: number;
}

async function main(): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'toritsugi-bench-import-'));
  await chmod(root, 0o755);
  const cluster = await startEmbeddedPostgres({
    directory: join(root, 'pg'),
    port: await freeTcpPort(),
    ownerPassword: 'bench',
    appPassword: 'bench',
    durable: true,
  });
  const logger = createLogger('bench', 'warn');
  let peakRssBytes = 0;
  const watch = setInterval(() => {
    peakRssBytes = Math.max(peakRssBytes, process.memoryUsage.rss());
  }, 100);
  try {
    const folder = join(root, 'city');
    const rounds: Round[] = [];
    let rows = 0;
    let bytes = 0;
    for (let round = 1; round <= Number(values.rounds); round += 1) {
      const schema = `round_${round}`;
      await migrate({ ownerUrl: cluster.ownerUrl, schema, appRole: 'toritsugi_app' });
      const sql = openPostgres(cluster.appUrl, { applicationName: 'bench', schema, noDelay: true });
      const owner = openPostgres(cluster.ownerUrl, { applicationName: 'bench', schema, statementTimeoutMs: 600_000 });
      if (round === 1) {
        const layout = await loadLayout(sql, 'midorino');
        const persons = Number(values.persons);
        // Without dirt: PostgreSQL's COPY gives a whole file up for one ragged row.
        const itemsPerPerson = Number(values.items);
        await generateCity({ seed: 20261120, persons, layout, day: 1, folder, itemsPerPerson, dirt: false });
        for (const name of FILES) bytes += (await stat(join(folder, `${name}.csv`))).size;
      }
      const measured = (work: () => Promise<unknown>) => taken(cluster.pid, work);
      const bare = await measured(() => parserBare(folder));
      const parser = await measured(async () => {
        rows = await parserAlone(folder);
      });
      const imported = await measured(() => importFolder({ sql, logger, folder, layout: 'midorino' }));
      const copied = await measured(() => copyAlone(owner, folder));
      rounds.push({
        importRowsPerSec: Math.round(rows / imported.seconds),
        parserRowsPerSec: Math.round(rows / parser.seconds),
        bareRowsPerSec: Math.round(rows / bare.seconds),
        copyRowsPerSec: Math.round(rows / copied.seconds),
        ratio: parser.seconds / imported.seconds,
        ratioToBare: bare.seconds / imported.seconds,
        parserCpuSec: parser.clientCpuSec,
        importClientCpuSec: imported.clientCpuSec,
        importServerCpuSec: imported.serverCpuSec,
      });
      process.stdout.write(`round ${round}: ${JSON.stringify(rounds.at(-1))}\n`);
      await sql.end();
      await owner`drop schema ${owner(schema)} cascade`;
      await owner.end();
    }
    report(rounds, { rows, bytes, peakRssBytes });
  } finally {
    clearInterval(watch);
    await cluster.stop();
    await rm(root, { recursive: true, force: true });
  }
}

function report(rounds: readonly Round[], sizes: { rows: number; bytes: number; peakRssBytes: number }): void {
  const of = (key: keyof Round) => {
    const sorted = rounds.map((round) => round[key]).sort((a, b) => a - b);
    return { min: sorted[0], median: sorted[Math.floor(sorted.length / 2)], max: sorted.at(-1) };
  };
  const result = {
    bench: 'import',
    persons: Number(values.persons),
    ...sizes,
    rounds: rounds.length,
    node: process.version,
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    importRowsPerSec: of('importRowsPerSec'),
    parserRowsPerSec: of('parserRowsPerSec'),
    bareParserRowsPerSec: of('bareRowsPerSec'),
    copyRowsPerSec: of('copyRowsPerSec'),
    ratio: of('ratio'),
    ratioToBare: of('ratioToBare'),
    parserCpuSec: of('parserCpuSec'),
    importClientCpuSec: of('importClientCpuSec'),
    importServerCpuSec: of('importServerCpuSec'),
    load: loadavg()[0],
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.stdout.write(
    `An import with every check runs at ${result.ratio.median?.toFixed(2)} × the speed of the CSV parser alone ` +
      `(${result.ratioToBare.median?.toFixed(2)} × of it without decoding and objects); ` +
      `peak memory of both together ${Math.round(sizes.peakRssBytes / 1e6)} MB.\n`,
  );
}

await main();
