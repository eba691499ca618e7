import { join } from 'node:path';
import type { PortName } from '../instance/choose-ports.ts';
import type { Installation } from '../instance/installation.ts';
import type { ClusterOptions } from './postgres-cluster.ts';

/** The embedded database of a data folder. */
export function clusterOptions(
  dataDir: string,
  { secrets }: Installation,
  ports: Record<PortName, number>,
): ClusterOptions {
  return {
    directory: join(dataDir, 'pg'),
    port: ports.postgres,
    ownerPassword: secrets.databaseOwner,
    appPassword: secrets.databaseApp,
    durable: true,
  };
}
