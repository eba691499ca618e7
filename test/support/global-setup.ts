import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedCluster, startEmbeddedPostgres } from '../../runtime/embedded-postgres.ts';
import { freeTcpPort } from './free-ports.ts';

let cluster: EmbeddedCluster | undefined;
let directory: string | undefined;

/** One throw-away PostgreSQL for the whole run; every test that needs it takes a schema of its own. */
export async function mochaGlobalSetup(): Promise<void> {
  if (process.env['TEST_DATABASE_OWNER_URL']) return;
  directory = await mkdtemp(join(tmpdir(), 'toritsugi-test-pg-'));
  // Started by root, PostgreSQL runs as a user of its own, who must be able to walk in.
  await chmod(directory, 0o755);
  cluster = await startEmbeddedPostgres({
    directory: join(directory, 'pg'),
    port: await freeTcpPort(),
    ownerPassword: 'test-owner',
    appPassword: 'test-app',
    durable: false,
  });
  process.env['TEST_DATABASE_OWNER_URL'] = cluster.ownerUrl;
  process.env['TEST_DATABASE_APP_URL'] = cluster.appUrl;
}

/** Ends what `mochaGlobalSetup` began, so that it may be called again: one story after the other brings its own. */
export async function mochaGlobalTeardown(): Promise<void> {
  if (!cluster) return;
  await cluster.stop();
  cluster = undefined;
  delete process.env['TEST_DATABASE_OWNER_URL'];
  delete process.env['TEST_DATABASE_APP_URL'];
  if (directory) await rm(directory, { recursive: true, force: true });
}
