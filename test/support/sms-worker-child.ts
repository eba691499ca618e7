import { setTimeout as sleep } from 'node:timers/promises';
import { smsSender } from '../../api/sms/sms-sender.ts';
import { SimulatorTransport } from '../../api/sms/transports/simulator-transport.ts';
import type { SmsTransport } from '../../api/sms/transports/transport.ts';
import { simulatedClock } from '../../core/platform/clock.ts';
import { createLogger } from '../../core/platform/logger.ts';
import { openPostgres } from '../../core/platform/postgres.ts';

/** The sender in a process of its own, to be killed. Slow before and after the carrier takes a message, so that a kill hits every place. */
const [url = '', schema = '', logFile = ''] = process.argv.slice(2);
const logger = createLogger('sms-child', 'silent');
const sql = openPostgres(url, { applicationName: 'sms-child', schema, maxConnections: 4 });
const clock = simulatedClock({
  realAnchorMs: Date.now(),
  simulatedAnchorMs: Date.parse('2026-11-20T01:00:00Z'),
  speed: 1,
});
const telephones = new SimulatorTransport({ logFile, reportAfterMs: 300 }, logger);
const transport: SmsTransport = {
  name: telephones.name,
  kind: telephones.kind,
  window: 6,
  perSecond: 200,
  ready: () => true,
  start: (onReport) => telephones.start(onReport),
  stop: () => telephones.stop(),
  async send(message) {
    await sleep(25);
    const outcome = await telephones.send(message);
    await sleep(25);
    return outcome;
  },
};
await smsSender({ sql, logger, clock, transport }).start();
