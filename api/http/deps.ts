import type { Clock } from '../../core/platform/clock.ts';
import type { InstanceConfig } from '../../core/platform/config.ts';
import type { Logger } from '../../core/platform/logger.ts';
import type { Sql } from '../../core/platform/postgres.ts';

/** What every feature of the api gets; nothing is global. */
export interface ApiDeps {
  sql: Sql;
  config: InstanceConfig;
  clock: Clock;
  logger: Logger;
}
