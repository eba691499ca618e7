import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import knex, { type Knex } from 'knex';

const versionsDir = fileURLToPath(new URL('./versions/', import.meta.url));

/** Loads versions as ES modules by name order. knex's own loader would look for CommonJS. */
class Versions implements Knex.MigrationSource<string> {
  async getMigrations(): Promise<string[]> {
    return (await readdir(versionsDir)).filter((name) => name.endsWith('.ts')).sort();
  }
  getMigrationName(name: string): string {
    return name;
  }
  async getMigration(name: string): Promise<Knex.Migration> {
    return (await import(new URL(`./versions/${name}`, import.meta.url).href)) as Knex.Migration;
  }
}

/** Nobody who works with the product, and no fault in it, rewrites these. */
const WRITTEN_ONCE = [
  'contact_record',
  'identity_check',
  'phone_status',
  'hand_over_event',
  'promise_event',
  'call_event',
];

export interface MigrateOptions {
  /** Connection string of the role that owns the tables. */
  ownerUrl: string;
  schema?: string;
  /** Role of the running product; gets what it needs: the audit log and what people said are append-only to it. */
  appRole: string;
}

/** Brings the schema to the newest version and grants the product's role its rights. Safe to run at every start. */
export async function migrate({ ownerUrl, schema = 'public', appRole }: MigrateOptions): Promise<string[]> {
  const db = knex({
    client: 'pg',
    connection: ownerUrl,
    searchPath: [schema, 'public'],
    pool: { min: 0, max: 2 },
  });
  try {
    await db.raw('create extension if not exists pg_trgm schema public');
    await db.raw('create schema if not exists ??', [schema]);
    const [, names] = (await db.migrate.latest({ migrationSource: new Versions(), schemaName: schema })) as [
      number,
      string[],
    ];
    await db.raw('grant usage on schema ?? to ??', [schema, appRole]);
    await db.raw('grant select, insert, update, delete on all tables in schema ?? to ??', [schema, appRole]);
    // The importer loads a million rows at once and cannot wait for autovacuum to look at them.
    for (const table of ['household', 'person', 'phone_number', 'arrears_item', 'payment_entry'])
      await db.raw('grant maintain on ??.?? to ??', [schema, table, appRole]);
    await db.raw('grant usage on all sequences in schema ?? to ??', [schema, appRole]);
    await db.raw('revoke update, delete, truncate on ??.audit_log from ??', [schema, appRole]);
    await db.raw('revoke update, delete, truncate on ??.audit_seal from ??', [schema, appRole]);
    // What was said, checked and noted is only added to: a correction is a row of its own (N02).
    for (const table of WRITTEN_ONCE)
      await db.raw('revoke update, delete, truncate on ??.?? from ??', [schema, table, appRole]);
    // A row can only be locked by who may change a column of its table; this one never changes.
    await db.raw('grant update (id) on ??.contact_record to ??', [schema, appRole]);
    await db.raw('revoke all on ??.knex_migrations, ??.knex_migrations_lock from ??', [schema, schema, appRole]);
    return names;
  } finally {
    await db.destroy();
  }
}
