/**
 * P9: seconds from typing `npm start` to a running, self-tested system, with its phases. Two arms in turn: `newFolder` (software is
 * there, the data folder is not: demo city included) and `again` (the same folder once more). With `TORITSUGI_CACHE` set to an empty
 * folder a third comes before them: `cold`, a fresh clone with empty caches (npm's too), so everything is fetched from the network;
 * the folder is emptied again before each round. Prints one JSON line and a sentence.
 *
 *   node bench/start-up.ts [--runs 3] [--persons 3000]
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parseInstanceConfig } from '../core/platform/config.ts';
import { removeMemoryFolder } from '../runtime/instance/memory-folder.ts';
import { findFreePort } from './free-port.ts';
import { machine, median, round } from './spread.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '3' }, persons: { type: 'string', default: '3000' } },
});
const runs = Number(values.runs);
const checkout = fileURLToPath(new URL('../', import.meta.url));
const goals = { cold: 180, newFolder: undefined, again: 15 } as const;
type Arm = keyof typeof goals;

interface Start {
  arm: Arm;
  /** From the spawn of npm to `ready.json`, by the bench's own clock. */
  totalSec: number;
  /** As the launcher prints them; some run side by side, so their sum is not the total. */
  phasesSec: Record<string, number>;
  selfTestOk: boolean;
  load1: number;
}

async function startOnce(arm: Arm, folder: string, dataDir: string, env: Record<string, string>): Promise<Start> {
  const { load1 } = machine();
  const port = await findFreePort();
  const begun = performance.now();
  const child = spawn('npm', ['start', '--', '--data', dataDir, '--port', `${port}`, '--persons', values.persons], {
    cwd: folder,
    env: { ...(process.env as Record<string, string>), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    const ready = join(dataDir, 'ready.json');
    for (const deadline = begun + (arm === 'cold' ? 900_000 : 180_000); !existsSync(ready); await sleep(20)) {
      if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}:\n${said}`);
      if (performance.now() > deadline) throw new Error(`not ready in time:\n${said}`);
    }
    const totalSec = round((performance.now() - begun) / 1_000, 2);
    await sleep(200); // the file is there whole, the last lines of the console are on their way
    const { selfTest } = JSON.parse(await readFile(ready, 'utf8')) as { selfTest: { ok: boolean } };
    return { arm, totalSec, phasesSec: phasesOf(said), selfTestOk: selfTest.ok, load1 };
  } finally {
    child.kill('SIGINT');
    await ended;
  }
}

/** Master keys of installations that live for seconds do not belong among the user's. */
const keysIn = (root: string) => ({ XDG_CONFIG_HOME: join(root, 'config') });

/** `✓ 案内音声  prompts (0.3 秒)` → prompts: 0.3; the line about npm has a form of its own. */
function phasesOf(said: string): Record<string, number> {
  const phases: Record<string, number> = {};
  const npm = /依存パッケージを入れました \(([\d.]+) 秒\)/.exec(said)?.[1];
  if (npm) phases['npm ci'] = Number(npm);
  for (const [, title = '', seconds] of said.matchAll(/✓ (.+) \(([\d.]+) 秒\)/g))
    phases[title.split('  ').at(-1) ?? title] = Number(seconds);
  return phases;
}

async function emptyCache(): Promise<string | undefined> {
  const cache = process.env['TORITSUGI_CACHE'];
  if (!cache) return undefined;
  await mkdir(cache, { recursive: true });
  if ((await readdir(cache)).length > 0) {
    process.stderr.write('TORITSUGI_CACHE is not empty, so no cold starts are measured.\n');
    return undefined;
  }
  return cache;
}

async function coldRound(root: string, cache: string, data: string): Promise<{ start: Start; clone: string }> {
  for (const name of await readdir(cache)) await rm(join(cache, name), { recursive: true, force: true });
  const clone = join(root, 'clone');
  await rm(clone, { recursive: true, force: true });
  execFileSync('git', ['clone', '-q', checkout, clone], { stdio: 'inherit' });
  const start = await startOnce('cold', clone, data, { ...keysIn(root), npm_config_cache: join(cache, 'npm') });
  return { start, clone };
}

/** A data folder has a part in memory, which deleting the folder alone would leave behind. */
async function forget(dataDir: string): Promise<void> {
  const config = join(dataDir, 'instance.json');
  if (existsSync(config)) removeMemoryFolder(parseInstanceConfig(await readFile(config, 'utf8')).instanceId);
}

function report(starts: readonly Start[]): void {
  const summary = Object.fromEntries(
    (Object.keys(goals) as Arm[]).flatMap((arm) => {
      const own = starts.filter((start) => start.arm === arm);
      if (own.length === 0) return [];
      const totals = own.map(({ totalSec }) => totalSec);
      const names = [...new Set(own.flatMap(({ phasesSec }) => Object.keys(phasesSec)))];
      const phasesSec = Object.fromEntries(
        names.map((name) => [name, median(own.map(({ phasesSec: phases }) => phases[name] ?? 0))]),
      );
      const totalSec = { min: Math.min(...totals), median: median(totals), max: Math.max(...totals) };
      return [[arm, { runs: own.length, totalSec, phasesSec, goalSec: goals[arm] }]];
    }),
  );
  const result = { bench: 'start-up', persons: Number(values.persons), at: new Date().toISOString(), ...machine() };
  process.stdout.write(
    `${JSON.stringify({ ...result, selfTestsOk: starts.every((one) => one.selfTestOk), summary, starts })}\n`,
  );
  const names: Record<Arm, string> = {
    cold: 'from a fresh clone with nothing fetched',
    newFolder: 'with a new data folder',
    again: 'with the same folder once more',
  };
  const parts = Object.entries(summary).map(
    ([arm, { totalSec, goalSec }]) =>
      `${names[arm as Arm]} ${totalSec.median} s (${totalSec.min} to ${totalSec.max}` +
      `${goalSec === undefined ? '' : `; goal ${goalSec}, ${totalSec.max <= goalSec ? 'met' : 'missed'}`})`,
  );
  process.stdout.write(
    `npm start is ready, self-test included, ${parts.join(', ')}; median of ${runs} runs (range).\n`,
  );
}

async function main(): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'toritsugi-bench-start-'));
  await chmod(root, 0o755); // the database runs as a user of its own when this is root
  const cache = await emptyCache();
  const starts: Start[] = [];
  try {
    for (let run = 1; run <= runs; run += 1) {
      let folder = checkout;
      if (cache) {
        const { start, clone } = await coldRound(root, cache, join(root, `cold-${run}`));
        starts.push(start);
        folder = clone;
        process.stderr.write(`run ${run}: cold ${start.totalSec} s\n`);
      }
      const data = join(root, `data-${run}`);
      for (const arm of ['newFolder', 'again'] as const) {
        const start = await startOnce(arm, folder, data, keysIn(root));
        starts.push(start);
        process.stderr.write(`run ${run}: ${arm} ${start.totalSec} s\n`);
      }
    }
    report(starts);
  } finally {
    for (const name of await readdir(root)) await forget(join(root, name));
    await rm(root, { recursive: true, force: true });
  }
}

await main();
