import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { debianMachine } from '../debian/machine.ts';
import { PrivateApt } from '../debian/private-apt.ts';
import { unpackPackages } from '../debian/unpack-packages.ts';

/** Kannel's SMPP test server, and an SMPP implementation in Perl: two carriers that nobody here wrote. Tests only. */
const packages = ['kannel-extras', 'libnet-smpp-perl'] as const;

/** Where they are unpacked below the cache folder. */
export function smscFolder(cacheDir: string): string {
  return join(cacheDir, 'smsc', debianMachine().architecture, 'root');
}

/** Fetched once, like the product's own packages; a machine without a route goes without, and the tests say that they were skipped. */
export async function ensureSmsc(
  cacheDir: string,
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<string | undefined> {
  const root = smscFolder(cacheDir);
  if (existsSync(join(root, '.complete'))) return root;
  const { architecture } = debianMachine();
  const directory = join(cacheDir, 'smsc', architecture);
  try {
    note('SMS 試験用の SMSC (Kannel) を取得します。 Fetching an SMSC for the tests, first time only.');
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
  } catch (error) {
    signal.throwIfAborted();
    note(`SMSC は取得できませんでした: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
