import type { ProcessSpec } from '../processes/supervised-process.ts';
import { type ClusterOptions, clusterCommand, prepareDatabase, removeStalePostmasterPid } from './postgres-cluster.ts';

/** The embedded PostgreSQL as a supervised process. */
export function postgresSpec(options: ClusterOptions): ProcessSpec {
  return {
    name: 'postgres',
    stopSignal: 'SIGINT',
    readyWithinMs: 60_000,
    command: async () => {
      removeStalePostmasterPid(options.directory);
      return clusterCommand(options);
    },
    ready: (signal) => prepareDatabase(options, signal),
  };
}
