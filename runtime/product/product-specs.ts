import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Sql } from '../../core/platform/postgres.ts';
import type { ProcessSpec } from '../processes/supervised-process.ts';
import { hasHeartbeat } from './queries.ts';

export interface ProductEnvironment {
  instanceFile: string;
  /** Folder below which `usr/share/fonts` holds the fonts for official names. */
  fontsRoot: string | undefined;
}

const entries = {
  telephony: '../../telephony/main.ts',
  api: '../../api/main.ts',
  worker: '../../api/worker/main.ts',
} as const;
export type ProductProcess = keyof typeof entries;

/** One of our own processes; ready when its row in `process_heartbeat` carries its pid. */
export function productSpec(name: ProductProcess, environment: ProductEnvironment, sql: Sql): ProcessSpec {
  const program = fileURLToPath(new URL(entries[name], import.meta.url));
  return {
    name,
    command: async () => ({
      command: process.execPath,
      args: ['--enable-source-maps', program],
      env: {
        ...(process.env as Record<string, string>),
        TORITSUGI_INSTANCE: environment.instanceFile,
        ...(environment.fontsRoot ? { TORITSUGI_FONTS: environment.fontsRoot } : {}),
      },
    }),
    readyWithinMs: 30_000,
    ready: async (signal, pid) => {
      while (!(await hasHeartbeat(sql, name, pid).catch(() => false))) await sleep(50, undefined, { signal });
    },
  };
}
