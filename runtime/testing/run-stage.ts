import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export const checkout = fileURLToPath(new URL('../../', import.meta.url));
const reporter = join(checkout, 'runtime/testing/counting-reporter.cjs');

/** A check that passes or fails as a whole: one test. */
export async function runCheck(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Counts> {
  const code = await runNode([join(checkout, 'node_modules', program), ...args], env);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/**
 * Several at the same time, each with a database, products, ports and folders of its own, and each knowing which of how many it is. What the
 * others say is held back until the first has spoken.
 */
export async function runMochas(configs: readonly string[], env: NodeJS.ProcessEnv): Promise<Counts> {
  const held: Buffer[][] = configs.map(() => []);
  const run = randomUUID();
  const runs = configs.map((config, index) =>
    runMocha(
      config,
      { ...env, TORITSUGI_STORY_SIDE: `${run} ${index} ${configs.length}` },
      index === 0 ? undefined : (said) => held[index]?.push(said),
    ),
  );
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [index, run] of runs.entries()) {
    const counts = await run;
    process.stdout.write(Buffer.concat(held[index] ?? []));
    for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += counts[key];
  }
  return total;
}

/** A mocha run of its own. Its counts come from the reporter; one that dies without counts, or ends badly with none failed, failed. */
export async function runMocha(config: string, env: NodeJS.ProcessEnv, hear?: (said: Buffer) => void): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'toritsugi-counts-'));
  const file = join(folder, 'counts.json');
  try {
    const mocha = join(checkout, 'node_modules/mocha/bin/mocha.js');
    const args = [mocha, '--config', join(checkout, config), '--reporter', reporter];
    const code = await runNode(args, { ...env, TORITSUGI_TEST_COUNTS: file }, hear);
    const counts = readCounts(file);
    if (!counts) return { passed: 0, failed: 1, skipped: 0 };
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readCounts(file: string): Counts | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Counts;
  } catch {
    return undefined; // mocha died before its end
  }
}

function runNode(args: readonly string[], env: NodeJS.ProcessEnv, hear?: (said: Buffer) => void): Promise<number> {
  return new Promise((resolve) => {
    const output = hear ? 'pipe' : 'inherit';
    const child = spawn(process.execPath, args, { cwd: checkout, stdio: ['ignore', output, output], env });
    if (hear) for (const stream of [child.stdout, child.stderr]) stream?.on('data', hear);
    child.once('error', () => resolve(1));
    // With pipes: when the last word has been read.
    child.once(hear ? 'close' : 'exit', (code) => resolve(code ?? 1));
  });
}
