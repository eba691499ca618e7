import { join } from 'node:path';
import type { ClockConfig, InstanceConfig } from '../../core/platform/config.ts';
import { appRole, clusterUrl, ownerRole } from '../database/postgres-cluster.ts';
import type { PortName } from './choose-ports.ts';
import type { Installation } from './installation.ts';

export interface ConfigInput {
  installation: Installation;
  dataDir: string;
  spoolDir: string;
  ports: Record<PortName, number>;
  web: { host: string; port: number; tls: { cert: string; key: string } | undefined };
  clock: ClockConfig;
  masterKeyFile: string;
  ffmpeg: string;
  externalDatabase: InstanceConfig['database'] | undefined;
  externalAsterisk: InstanceConfig['asterisk'] | undefined;
}

/** What every process of this start is told. */
export function buildConfig(input: ConfigInput): InstanceConfig {
  const { installation, dataDir, ports, web } = input;
  const { secrets } = installation;
  const shownHost = ['0.0.0.0', '::'].includes(web.host) ? 'localhost' : web.host;
  const config: InstanceConfig = {
    instanceId: installation.instanceId,
    dataDir,
    logDir: join(dataDir, 'logs'),
    web: {
      host: web.host,
      port: web.port,
      publicUrl: `${web.tls ? 'https' : 'http'}://${shownHost.includes(':') ? `[${shownHost}]` : shownHost}:${web.port}`,
      ...(web.tls ? { tlsCertFile: web.tls.cert, tlsKeyFile: web.tls.key } : {}),
    },
    database: input.externalDatabase ?? {
      url: clusterUrl(ports.postgres, appRole, secrets.databaseApp),
      ownerUrl: clusterUrl(ports.postgres, ownerRole, secrets.databaseOwner),
    },
    asterisk: input.externalAsterisk ?? {
      node: 'pbx1',
      ariUrl: `http://127.0.0.1:${ports.pbxHttp}`,
      ariUser: 'toritsugi',
      ariPassword: secrets.ari,
      ariApp: 'toritsugi',
      amiHost: '127.0.0.1',
      amiPort: ports.pbxAmi,
      amiUser: 'toritsugi',
      amiPassword: secrets.pbxAmi,
      sipWebSocketUrl: `ws://127.0.0.1:${ports.pbxHttp}/ws`,
      sipDomain: 'toritsugi',
      spoolDir: input.spoolDir,
    },
    clock: input.clock,
    recordings: {
      storeDir: join(dataDir, 'recordings'),
      masterKeyFile: input.masterKeyFile,
      ffmpeg: input.ffmpeg,
    },
  };
  // A real exchange has real trunks: no simulated network beside it.
  if (input.externalAsterisk) return config;
  return {
    ...config,
    carrier: {
      sipHost: '127.0.0.2',
      sipPort: ports.carrierSip,
      amiHost: '127.0.0.1',
      amiPort: ports.carrierAmi,
      amiUser: 'carrier',
      amiPassword: secrets.carrierAmi,
      logFile: join(dataDir, 'logs', 'carrier-calls.log'),
      soundDir: join(dataDir, 'asterisk', 'carrier', 'heard'),
    },
  };
}
