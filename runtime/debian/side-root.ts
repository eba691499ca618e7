import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { debianMachine } from './machine.ts';
import { PrivateApt } from './private-apt.ts';
import { unpackPackages } from './unpack-packages.ts';

/** Where packages that the product can do without are unpacked, each set in a folder of its own below the cache folder. */
export function sideRoot(cacheDir: string, name: string): string {
  return join(cacheDir, name, debianMachine().architecture, 'root');
}

/**
 * Fetched once, like the product's own packages, but apart from them: another set never makes Asterisk be fetched anew.
 * @throws SetupFault without a route to Debian
 */
export async function ensureSideRoot(
  cacheDir: string,
  { name, packages }: { name: string; packages: readonly string[] },
  signal: AbortSignal,
): Promise<string> {
  const root = sideRoot(cacheDir, name);
  if (existsSync(join(root, '.complete'))) return root;
  const { architecture } = debianMachine();
  const directory = join(cacheDir, name, architecture);
  mkdirSync(directory, { recursive: true });
  const apt = new PrivateApt(directory, architecture, signal);
  await apt.download(packages);
  const fresh = join(directory, 'root.new');
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh);
  await unpackPackages(apt.packages(), fresh, signal);
  writeFileSync(join(fresh, '.complete'), '');
  rmSync(root, { recursive: true, force: true });
  renameSync(fresh, root);
  for (const folder of ['apt', 'archives']) rmSync(join(directory, folder), { recursive: true, force: true });
  return root;
}
