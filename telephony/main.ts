import { assertClockMayDial, clockFromConfig } from '../core/platform/clock.ts';
import { loadInstanceConfig } from '../core/platform/config.ts';
import { messageOf } from '../core/platform/errors.ts';
import { Lifecycle } from '../core/platform/lifecycle.ts';
import { createLogger } from '../core/platform/logger.ts';
import { openPostgres } from '../core/platform/postgres.ts';
import { createPacer } from '../core/rules/pacing/create-pacer.ts';
import { AmiClient } from './ami/manager-client.ts';
import { openAri } from './ari/client.ts';
import { enabledTrunks } from './calls/queries.ts';
import { ClockWatch } from './clock-watch.ts';
import { DEFAULT_LIMITS, type TelephonyContext } from './context.ts';
import { Controller } from './controller.ts';
import { AnswerScores } from './dialer/answer-scores.ts';
import { createDialer } from './dialer/create-dialer.ts';
import { failPointFromEnvironment } from './fail-point.ts';
import { readHeartbeat, startHeartbeat } from './heartbeat.ts';
import { takeControllerLease } from './lease.ts';

const logger = createLogger('telephony');

async function main(): Promise<void> {
  const config = loadInstanceConfig();
  const { node } = config.asterisk;
  // First of all: whoever does not hold it may neither connect (one application, one socket) nor act.
  const lease = await takeControllerLease(config.database.url, node, logger);
  void lease.lost.then((reason) => {
    logger.fatal({ reason }, 'the controller lease is lost; ending so that nobody acts twice');
    process.exit(1);
  });
  const clock = clockFromConfig(config.clock);
  const sql = openPostgres(config.database.url, { applicationName: 'telephony', maxConnections: 12 });
  assertClockMayDial(clock, await enabledTrunks(sql, node));
  const { ariUrl, ariUser, ariPassword, ariApp, amiHost, amiPort, amiUser, amiPassword, spoolDir, sipDomain } =
    config.asterisk;
  const ari = openAri({ baseUrl: ariUrl, user: ariUser, password: ariPassword, app: ariApp }, logger);
  const ami = new AmiClient({ host: amiHost, port: amiPort, user: amiUser, password: amiPassword }, logger);
  const scores = new AnswerScores({ sql, clock, logger });
  const ctx: TelephonyContext = {
    sql,
    ari: ari.port,
    ami,
    dialer: createDialer({ clock, node, scores }),
    clock,
    logger,
    node,
    spoolDir,
    sipRealm: sipDomain,
    carrier: config.carrier,
    failPoint: failPointFromEnvironment(),
    limits: DEFAULT_LIMITS,
    createPacer,
  };
  const controller = new Controller(ctx, (await readHeartbeat(sql, node))?.asteriskStartedAt ?? undefined);
  let stopHeartbeat = () => {};
  const lifecycle = new Lifecycle(logger)
    .add({ name: 'lease', start: async () => undefined, stop: () => lease.release() })
    .add({ name: 'postgres', start: async () => undefined, stop: () => sql.end({ timeout: 2 }) })
    .add({
      name: 'heartbeat',
      start: async () => {
        stopHeartbeat = startHeartbeat(sql, node, logger, () => controller.detail());
      },
      stop: async () => stopHeartbeat(),
    })
    .add(new ClockWatch({ sql, node, logger }))
    .add(scores)
    .add({ name: 'ami', start: async () => ami.start(), stop: async () => ami.stop() })
    .add({ name: 'ari', start: async () => ari.start(), stop: async () => ari.stop() })
    .add(controller);
  lifecycle.installSignals();
  await lifecycle.start();
  logger.info({ node }, 'telephony runs');
}

main().catch((error: unknown) => {
  logger.fatal({ err: messageOf(error) }, 'telephony could not start');
  process.exit(1);
});
