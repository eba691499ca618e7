import type { InstanceConfig } from '../../core/platform/config.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { countPersons } from './queries.ts';

export interface DemoInput {
  config: InstanceConfig;
  sql: Sql;
  dataDir: string;
  persons: number;
  note: (text: string) => void;
  signal: AbortSignal;
}

/** The demo city, once: generated as hand-over files and taken in by the same import as a real city's. */
export async function fillDemo({ sql }: DemoInput): Promise<void> {
  if ((await countPersons(sql)) > 0) return;
}
