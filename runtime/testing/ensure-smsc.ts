import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureSideRoot, sideRoot } from '../debian/side-root.ts';

/** Kannel's SMPP test server, and an SMPP implementation in Perl: two carriers that nobody here wrote. Tests only. */
const smsc = { name: 'smsc', packages: ['kannel-extras', 'libnet-smpp-perl'] } as const;

/** Where they are unpacked below the cache folder. */
export function smscFolder(cacheDir: string): string {
  return sideRoot(cacheDir, smsc.name);
}

/** Fetched once; a machine without a route goes without, and the tests say that they were skipped. */
export async function ensureSmsc(
  cacheDir: string,
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (existsSync(join(smscFolder(cacheDir), '.complete'))) return smscFolder(cacheDir);
  try {
    note('SMS 試験用の SMSC (Kannel) を取得します。 Fetching an SMSC for the tests, first time only.');
    return await ensureSideRoot(cacheDir, smsc, signal);
  } catch (error) {
    signal.throwIfAborted();
    note(`SMSC は取得できませんでした: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
