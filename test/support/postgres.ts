import { randomBytes } from 'node:crypto';
import { openPostgres, type Sql } from '../../core/platform/postgres.ts';
import { migrate } from '../../migrations/run.ts';

export interface TestDatabase {
  /** As the running product: no DDL, audit log append-only. */
  sql: Sql;
  /** As the owner, for preparing and looking behind the curtain. */
  owner: Sql;
  schema: string;
  url: string;
  /** Drops the schema; pass `true` to keep it for a look after a failure. */
  close(keep?: boolean): Promise<void>;
}

/** A migrated schema of its own on the run's PostgreSQL. */
export async function testDatabase(): Promise<TestDatabase> {
  const ownerUrl = process.env['TEST_DATABASE_OWNER_URL'];
  const url = process.env['TEST_DATABASE_APP_URL'];
  if (!ownerUrl || !url) throw new Error('No test database: run the tests with "npm test", which starts one.');
  const schema = `t_${randomBytes(6).toString('hex')}`;
  await migrate({ ownerUrl, schema, appRole: 'toritsugi_app' });
  const sql = openPostgres(url, { applicationName: 'test', schema, maxConnections: 4 });
  const owner = openPostgres(ownerUrl, { applicationName: 'test-owner', schema, maxConnections: 2 });
  return {
    sql,
    owner,
    schema,
    url,
    async close(keep = false) {
      await sql.end();
      if (!keep) await owner`drop schema ${owner(schema)} cascade`;
      await owner.end();
    },
  };
}
