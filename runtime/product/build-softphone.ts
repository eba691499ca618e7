import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SetupFault } from '../setup-fault.ts';

const execute = promisify(execFile);
const checkout = fileURLToPath(new URL('../../', import.meta.url));
const dist = join(checkout, 'softphone/dist');
const stamp = join(dist, '.sources');
/** What the built page is made of. */
const sources = ['softphone', 'core/rules', 'core/contracts', 'package-lock.json', 'tsconfig.json'];

/** Builds the page when its sources changed since the last time. @returns whether it had to. */
export async function buildSoftphone(signal: AbortSignal): Promise<boolean> {
  const hash = hashOf(sources);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false;
  const fresh = `${dist}.${process.pid}`;
  try {
    const vite = join(checkout, 'node_modules/vite/bin/vite.js');
    const args = [
      vite,
      'build',
      join(checkout, 'softphone'),
      '--outDir',
      fresh,
      '--emptyOutDir',
      '--logLevel',
      'error',
    ];
    await execute(process.execPath, args, { cwd: checkout, timeout: 180_000, signal });
    writeFileSync(join(fresh, '.sources'), hash);
    // Another start may put its own build there at the same time: both are the same, either may win.
    rmSync(dist, { recursive: true, force: true });
    renameSync(fresh, dist);
    return true;
  } catch (error) {
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false;
    signal.throwIfAborted();
    const reason = (error as { stderr?: string }).stderr?.trim().split('\n')[0] ?? (error as Error).message;
    throw new SetupFault(`画面を作れません。npm ci をやり直してください。 (The softphone does not build: ${reason})`);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  const add = (path: string) => {
    const full = join(checkout, path);
    const entries = readdirSync(full, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const below = `${path}/${entry.name}`;
      if (/^softphone\/dist/.test(below)) continue;
      if (entry.isDirectory()) add(below);
      else if (entry.isFile()) hash.update(`${below}\0`).update(readFileSync(join(checkout, below)));
    }
  };
  for (const path of paths) {
    if (/\.json$/.test(path)) hash.update(readFileSync(join(checkout, path)));
    else add(path);
  }
  return hash.digest('hex');
}
