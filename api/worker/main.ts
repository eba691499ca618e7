import { loadInstanceConfig } from '../../core/platform/config.ts';
import { messageOf } from '../../core/platform/errors.ts';
import { createLogger } from '../../core/platform/logger.ts';
import { openPostgres } from '../../core/platform/postgres.ts';
import { loadTransport } from '../sms/transports/load-transport.ts';
import { carrierLogFarSide } from './far-side.ts';
import { buildWorker } from './worker.ts';

const logger = createLogger('worker');
const config = loadInstanceConfig();
const sql = openPostgres(config.database.url, {
  applicationName: 'toritsugi worker',
  maxConnections: 8,
  noDelay: true,
});

const lifecycle = buildWorker({
  config,
  sql,
  logger,
  smsTransport: transportOrNone(),
  ...(config.carrier && { farSide: carrierLogFarSide(config.carrier.logFile, logger) }),
});

lifecycle.installSignals();
lifecycle.start().catch(async (error: unknown) => {
  logger.fatal({ err: messageOf(error) }, 'the worker could not start');
  await lifecycle.stop();
  process.exit(1);
});

/** A worker without messages still records, imports and seals: a wrong configuration is said, and stops nothing else. */
function transportOrNone() {
  try {
    return loadTransport(config, logger);
  } catch (error) {
    logger.error({ err: messageOf(error) }, 'no SMS will be sent: the way to the carrier is not usable');
    return undefined;
  }
}
