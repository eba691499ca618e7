import { clockFromConfig } from '../core/platform/clock.ts';
import { loadInstanceConfig } from '../core/platform/config.ts';
import { messageOf } from '../core/platform/errors.ts';
import { Lifecycle } from '../core/platform/lifecycle.ts';
import { createLogger } from '../core/platform/logger.ts';
import { openPostgres } from '../core/platform/postgres.ts';
import { startApiHeartbeat } from './health/heartbeat.ts';
import { startWebServer, type WebServer } from './web-server.ts';

const logger = createLogger('api');
const config = loadInstanceConfig();
const clock = clockFromConfig(config.clock);
const sql = openPostgres(config.database.url, { applicationName: 'toritsugi api', maxConnections: 12 });

let web: WebServer | undefined;
let heartbeat: { stop(): Promise<void> } | undefined;

const lifecycle = new Lifecycle(logger)
  .add({ name: 'postgres', start: async () => void (await sql`select 1`), stop: () => sql.end({ timeout: 3 }) })
  .add({
    name: 'web server',
    async start() {
      web = await startWebServer({ sql, config, clock, logger });
      logger.info({ port: web.port, routes: web.routes.length }, 'api listens');
    },
    async stop() {
      await web?.stop();
    },
  })
  .add({
    name: 'heartbeat',
    async start() {
      heartbeat = startApiHeartbeat(sql, config.asterisk.node, logger);
    },
    async stop() {
      await heartbeat?.stop();
    },
  });

lifecycle.installSignals();
lifecycle.start().catch(async (error: unknown) => {
  logger.fatal({ err: messageOf(error) }, 'the api could not start');
  await lifecycle.stop();
  process.exit(1);
});
