import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type InstanceConfig, parseInstanceConfig } from '../../../core/platform/config.ts';
import { openPostgres, type Sql } from '../../../core/platform/postgres.ts';
import { freeTcpPort } from '../../support/free-ports.ts';
import { startingAlone } from './take-turns.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface Ready {
  url: string;
  logins: { role: string; user: string; password: string }[];
  selfTest: { ok: boolean; answerToAudioMs: number; recordedSec: number; playedBack: boolean };
  pids: Record<string, number>;
}

/** The whole product as a newcomer starts it, on a data folder of its own. */
export interface RunningSystem {
  url: string;
  dataDir: string;
  ready: Ready;
  config: InstanceConfig;
  /** As the owner: stories look behind the curtain and prepare what would take days. */
  sql: Sql;
  login(role: string, index?: number): { user: string; password: string };
  stop(): Promise<void>;
}

async function waitForReady(child: ChildProcess, dataDir: string, output: () => string): Promise<void> {
  const file = join(dataDir, 'ready.json');
  const deadline = Date.now() + 300_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}:\n${output()}`);
    if (existsSync(file)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`not ready after 300 s:\n${output()}`);
}

/** With `STORY_ATTACH` set to the data folder of a running system, that one is used and left running. */
export async function startSystem(): Promise<RunningSystem> {
  const attached = process.env['STORY_ATTACH'];
  if (attached) return attach(attached, async () => undefined);
  const kept = process.env['STORY_DATA'];
  return start(kept ?? (await newStoryFolder()), [], kept !== undefined);
}

export const newStoryFolder = () => mkdtemp(join(tmpdir(), 'toritsugi-story-'));

/**
 * A product of its own, for stories that need another day. Stopped and started again on the same folder, it is the same city.
 * @param clock `YYYY-MM-DDTHH:MM`
 * @param environment what all its processes see beside the story's own
 */
export function startSystemAt(
  dataDir: string,
  clock: string,
  environment: Record<string, string> = {},
): Promise<RunningSystem> {
  return start(dataDir, ['--clock', clock], true, environment);
}

async function start(
  dataDir: string,
  more: readonly string[],
  keep: boolean,
  environment: Record<string, string> = {},
): Promise<RunningSystem> {
  return startingAlone(() => startNow(dataDir, more, keep, environment));
}

async function startNow(
  dataDir: string,
  more: readonly string[],
  keep: boolean,
  environment: Record<string, string>,
): Promise<RunningSystem> {
  const port = await freeTcpPort();
  const child = spawn(
    process.execPath,
    ['runtime/bootstrap.mjs', 'start', '--data', dataDir, '--port', String(port), ...more],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    },
  );
  let text = '';
  const listen = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-20_000);
  };
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);
  await waitForReady(child, dataDir, () => text);
  return attach(dataDir, async () => {
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGINT');
    await ended;
    if (!keep) await removeTraces(dataDir);
  });
}

/** A city of one run: its folder, its memory folder and its key go with it. */
export async function removeTraces(dataDir: string): Promise<void> {
  const { asterisk, recordings } = parseInstanceConfig(readFileSync(join(dataDir, 'instance.json'), 'utf8'));
  await rm(dirname(asterisk.spoolDir), { recursive: true, force: true });
  await rm(recordings.masterKeyFile, { force: true });
  await rm(dataDir, { recursive: true, force: true });
}

function attach(dataDir: string, end: () => Promise<void>): RunningSystem {
  const ready = JSON.parse(readFileSync(join(dataDir, 'ready.json'), 'utf8')) as Ready;
  const config = parseInstanceConfig(readFileSync(join(dataDir, 'instance.json'), 'utf8'));
  const sql = openPostgres(config.database.ownerUrl, { applicationName: 'stories', maxConnections: 3 });
  return {
    url: ready.url,
    dataDir,
    ready,
    config,
    sql,
    login(role, index = 0) {
      const found = ready.logins.filter((login) => login.role === role)[index];
      if (!found) throw new Error(`the demo has no ${role} number ${index + 1}`);
      return found;
    },
    async stop() {
      await sql.end();
      await end();
    },
  };
}
