import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPostgres } from '../../core/platform/postgres.ts';
import { SetupFault } from '../setup-fault.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { unprivilegedPrefix } from './unprivileged-prefix.ts';

export interface ClusterOptions {
  directory: string;
  port: number;
  ownerPassword: string;
  appPassword: string;
  /** false only for tests: they throw their cluster away and need not wait for the disk. */
  durable: boolean;
}

export const ownerRole = 'toritsugi_owner';
export const appRole = 'toritsugi_app';

export function clusterUrl(port: number, user: string, password: string, database = 'toritsugi'): string {
  return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/** Makes the cluster's files once: in a folder beside, renamed when whole, so that a crash leaves nothing half-made. */
export async function initialiseCluster({ directory, ownerPassword }: ClusterOptions): Promise<void> {
  if (existsSync(`${directory}/PG_VERSION`)) return;
  const { initdb } = await findPostgresBinaries();
  const fresh = `${directory}.new`;
  const passwordFile = `${directory}.password`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  const [command = '', ...prefix] = [...unprivilegedPrefix(fresh), initdb];
  writeFileSync(passwordFile, `${ownerPassword}\n`, { mode: 0o600 });
  try {
    const args = [`--pgdata=${fresh}`, '--auth=scram-sha-256', `--username=${ownerRole}`, `--pwfile=${passwordFile}`];
    // The built-in provider compares bytes; the C library's C.UTF-8 gives the same order through strcoll, several times slower.
    const locale = ['--encoding=UTF8', '--locale=C.UTF-8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    await run(command, [...prefix, ...args, ...locale, '--data-checksums']);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  rmSync(directory, { recursive: true, force: true });
  renameSync(fresh, directory);
}

/** The command that runs the server in the foreground. */
export async function clusterCommand(options: ClusterOptions): Promise<{ command: string; args: string[] }> {
  const { postgres } = await findPostgresBinaries();
  const settings = {
    listen_addresses: '127.0.0.1',
    // No socket file in /tmp that a second installation could trip over.
    unix_socket_directories: '',
    timezone: 'Asia/Tokyo',
    log_timezone: 'Asia/Tokyo',
    max_connections: '200',
    lc_messages: 'C',
    // The details of an error are the row itself, with name and number of a citizen: they stay out of the log.
    log_error_verbosity: 'terse',
    // A large import must neither write its pages twice nor start checkpoints of its own beside the calls.
    shared_buffers: '256MB',
    wal_buffers: '16MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    ...(options.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command = '', ...prefix] = [...unprivilegedPrefix(options.directory), postgres];
  return { command, args: [...prefix, '-D', options.directory, '-p', String(options.port), ...flags] };
}

/** After a crash of the machine the pid in postmaster.pid may belong to anybody; PostgreSQL would then refuse to start. */
export function removeStalePostmasterPid(directory: string): void {
  const path = `${directory}/postmaster.pid`;
  if (!existsSync(path)) return;
  const pid = readFileSync(path, 'utf8').split('\n')[0] ?? '';
  try {
    if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(directory)) return;
  } catch {
    // no such process: stale
  }
  rmSync(path, { force: true });
}

/** Waits until the server answers; then makes role and database when they are missing. */
export async function prepareDatabase(options: ClusterOptions, signal: AbortSignal): Promise<void> {
  const { port, ownerPassword, appPassword } = options;
  const url = clusterUrl(port, ownerRole, ownerPassword, 'postgres');
  const sql = openPostgres(url, { applicationName: 'launcher', maxConnections: 1 });
  try {
    for (;;) {
      signal.throwIfAborted();
      const answered = await sql`select 1`.then(
        () => true,
        () => false,
      );
      if (answered) break;
      await sleep(50, undefined, { signal });
    }
    if (!/^[\w-]+$/.test(appPassword)) throw new Error('the generated password has an unexpected character');
    const [role] = await sql`select 1 from pg_roles where rolname = ${appRole}`;
    await sql.unsafe(`${role ? 'alter' : 'create'} role ${appRole} login password '${appPassword}'`);
    const [database] = await sql`select 1 from pg_database where datname = 'toritsugi'`;
    if (!database) await sql.unsafe('create database toritsugi');
  } finally {
    await sql.end({ timeout: 2 });
  }
}

function run(command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2000);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const last = said.trim().split('\n').at(-1) ?? '';
      if (code === 0) resolve();
      else reject(new SetupFault(`データベースを作れません: ${last} (initdb failed; see the reason given.)`));
    });
  });
}
