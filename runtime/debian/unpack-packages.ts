import { execFile } from 'node:child_process';
import { chmod, lstat, readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SetupFault } from '../setup-fault.ts';

const execute = promisify(execFile);

/** Unpacks Debian packages into a folder without installing them: no maintainer script runs. */
export async function unpackPackages(packages: readonly string[], root: string, signal: AbortSignal): Promise<void> {
  const waiting = [...packages];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await execute('dpkg-deb', ['-x', next, root], { timeout: 120_000, signal }).catch((error: Error) => {
        signal.throwIfAborted();
        throw new SetupFault(
          `パッケージを展開できません。ディスクの空きを確かめてもう一度実行してください。 (Could not unpack: ${error.message.split('\n')[0]})`,
        );
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker));
  await dropSetuid(root);
}

/** Nothing in a private root may run with another's rights. */
async function dropSetuid(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await dropSetuid(path);
    else if (entry.isFile()) {
      const { mode } = await lstat(path);
      if (mode & 0o6000) await chmod(path, mode & 0o1777);
    }
  }
}
