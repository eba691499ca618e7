import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type InstanceConfig, parseInstanceConfig } from '../../core/platform/config.ts';
import { openPostgres, type Sql } from '../../core/platform/postgres.ts';
import { isTcpPortFree } from '../instance/free-ports.ts';
import { readInstallation } from '../instance/installation.ts';
import { removeMemoryFolder } from '../instance/memory-folder.ts';
import { type ReadyFile, readReadyFile } from '../product/ready-file.ts';
import { SetupFault } from '../setup-fault.ts';

const READY_WITHIN_MS = 300_000;
const STOPPED_WITHIN_MS = 45_000;
const program = fileURLToPath(new URL('../start.ts', import.meta.url));

/** The product as `npm start` brings it up, in a folder that nobody else uses. */
export interface StartedProduct {
  dataDir: string;
  config: InstanceConfig;
  ready: ReadyFile;
  /** As the owner of the tables: a drill prepares what takes a city weeks, and looks behind the curtain afterwards. */
  sql: Sql;
  /** Where the exchange takes the telephones of agents. */
  exchange: { host: string; port: number };
  stop(): Promise<void>;
}

/** Nothing of the caller's installation is touched: its database, exchange and key stay out of this one. */
function ownEnvironment(dataDir: string): NodeJS.ProcessEnv {
  const foreign = /^(DATABASE_|ASTERISK_|TORITSUGI_(INSTANCE|MASTER_KEY_FILE|FAILPOINT))/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), TORITSUGI_MASTER_KEY_FILE: join(dataDir, 'drill.key') };
}

/**
 * @param note a line of what the launcher says
 * @throws SetupFault when it does not come up
 */
export async function startProduct(input: {
  clock: string;
  cacheDir: string | undefined;
  keep: boolean;
  signal: AbortSignal;
  note: (text: string) => void;
}): Promise<StartedProduct> {
  const dataDir = mkdtempSync(join(tmpdir(), 'toritsugi-drill-'));
  const args = ['--data', dataDir, '--port', String(await freePort()), '--empty', '--clock', input.clock];
  if (input.cacheDir) args.push('--offline-dir', input.cacheDir);
  // The channel ends the product when this process is killed.
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: ownEnvironment(dataDir),
  });
  for (const stream of [child.stdout, child.stderr])
    if (stream) createInterface({ input: stream }).on('line', (line) => input.note(line));
  const end = async () => {
    await endChild(child);
    if (!input.keep) removeTraces(dataDir);
  };
  try {
    const ready = await untilReady(child, dataDir, input.signal);
    const config = parseInstanceConfig(readFileSync(join(dataDir, 'instance.json'), 'utf8'));
    const sql = openPostgres(config.database.ownerUrl, { applicationName: 'drill', maxConnections: 4 });
    const port = readInstallation(dataDir)?.ports['pbxSip'];
    if (!port) throw new Error('the installation names no SIP port');
    const stop = async () => {
      await sql.end({ timeout: 2 });
      await end();
    };
    return { dataDir, config, ready, sql, exchange: { host: '127.0.0.1', port }, stop };
  } catch (error) {
    await end();
    throw error;
  }
}

async function freePort(): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    if (await isTcpPortFree('127.0.0.1', port)) return port;
  }
  throw new SetupFault('空いているポートがありません。 (No free port.)');
}

async function untilReady(child: ChildProcess, dataDir: string, signal: AbortSignal): Promise<ReadyFile> {
  for (const deadline = Date.now() + READY_WITHIN_MS; Date.now() < deadline; ) {
    if (child.exitCode !== null) throw new SetupFault('製品が起動しませんでした。 (The product did not start.)');
    const ready = readReadyFile(dataDir);
    if (ready) return ready;
    await sleep(100, undefined, { signal });
  }
  throw new SetupFault('製品の起動に時間がかかりすぎています。 (The product did not start in time.)');
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGINT');
  await Promise.race([ended, sleep(STOPPED_WITHIN_MS, undefined, { ref: false })]);
}

function removeTraces(dataDir: string): void {
  const installation = readInstallation(dataDir);
  if (installation) removeMemoryFolder(installation.instanceId);
  rmSync(dataDir, { recursive: true, force: true });
}
