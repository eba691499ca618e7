import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  appRole,
  type ClusterOptions,
  clusterCommand,
  clusterUrl,
  initialiseCluster,
  ownerRole,
  prepareDatabase,
  removeStalePostmasterPid,
} from './database/postgres-cluster.ts';

export interface EmbeddedCluster {
  ownerUrl: string;
  appUrl: string;
  pid: number;
  stop(): Promise<void>;
}

/**
 * Initialises (first time) and starts a private PostgreSQL on loopback that ends with this program; makes the database and the
 * product's role. For tests and the import command; `npm start` lets its supervisor run the same cluster.
 */
export async function startEmbeddedPostgres(
  options: ClusterOptions & { onLog?: (line: string) => void },
): Promise<EmbeddedCluster> {
  await initialiseCluster(options);
  removeStalePostmasterPid(options.directory);
  const { command, args } = await clusterCommand(options);
  // A group of its own: Ctrl-C in the terminal must not end it before those who still write.
  const server = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  let ended = false;
  let last = '';
  const gone = new AbortController();
  server.stderr.on('data', (chunk: Buffer) => {
    last = chunk.toString().trim().split('\n').at(-1) ?? last;
    options.onLog?.(chunk.toString());
  });
  server.on('error', () => gone.abort());
  server.on('exit', () => {
    ended = true;
    gone.abort(new Error(`PostgreSQL ended: ${last}`));
  });
  const endNow = () => server.kill('SIGINT');
  process.on('exit', endNow);
  const stop = async () => {
    process.off('exit', endNow);
    if (!ended) server.kill('SIGINT');
    for (let waited = 0; !ended && waited < 10_000; waited += 20) await sleep(20);
    if (!ended) server.kill('SIGKILL');
  };
  try {
    await prepareDatabase(options, AbortSignal.any([gone.signal, AbortSignal.timeout(60_000)]));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ownerUrl: clusterUrl(options.port, ownerRole, options.ownerPassword),
    appUrl: clusterUrl(options.port, appRole, options.appPassword),
    pid: server.pid ?? 0,
    stop,
  };
}
