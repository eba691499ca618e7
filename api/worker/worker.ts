import { clockFromConfig } from '../../core/platform/clock.ts';
import type { InstanceConfig } from '../../core/platform/config.ts';
import { Lifecycle } from '../../core/platform/lifecycle.ts';
import type { Logger } from '../../core/platform/logger.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { recordingPipeline } from '../../recordings-store/index.ts';
import { claimAndRunImport } from '../imports/claim-run.ts';
import { settleInbound } from '../inbound/settle-inbound.ts';
import { judgeStirred } from '../promises/judge-promises.ts';
import { schedulePart } from '../schedule/schedule.ts';
import { smsSender } from '../sms/sms-sender.ts';
import type { SmsTransport } from '../sms/transports/transport.ts';
import { heartbeat } from './heartbeat.ts';
import { scheduledTasks } from './scheduled-tasks.ts';
import { sealLoop } from './seal-loop.ts';
import { workLoop } from './work-loop.ts';

export interface WorkerOptions {
  config: InstanceConfig;
  logger: Logger;
  /** Length of a call by the far side's own log, where there is one. */
  farSide?: (sipCallId: string) => Promise<number | undefined>;
  /** The way messages go; absent = none goes. */
  smsTransport?: SmsTransport | undefined;
  /** Its own from here on: closed with the last part. */
  sql: Sql;
}

/** Everything the worker process does, in the order of starting; stopped in reverse. */
export function buildWorker({ config, sql, logger, farSide, smsTransport }: WorkerOptions): Lifecycle {
  const { spoolDir } = config.asterisk;
  const { storeDir } = config.recordings;
  const clock = clockFromConfig(config.clock);
  const pipeline = recordingPipeline({ sql, logger, spoolDir, farSide, ...config.recordings });
  const sms = smsTransport && smsSender({ sql, logger, clock, transport: smsTransport });
  const lifecycle = new Lifecycle(logger)
    .add({ name: 'postgres', start: async () => void (await sql`select 1`), stop: () => sql.end({ timeout: 3 }) })
    .add(
      heartbeat({
        sql,
        logger,
        node: config.asterisk.node,
        detail: async () => ({ recordings: await pipeline.health(), sms: sms?.status() ?? null }),
      }),
    )
    .add(sealLoop({ sql, logger }))
    .add(pipeline);
  lifecycle.add(
    workLoop({
      name: 'imports',
      sql,
      logger,
      channel: 'import_changed',
      takeOne: (signal) => claimAndRunImport({ sql, logger, signal }),
    }),
  );
  lifecycle.add(
    workLoop({
      name: 'promises',
      sql,
      logger,
      channel: 'promise_stirred',
      takeOne: async () => (await judgeStirred(sql, clock.now())) !== undefined,
    }),
  );
  lifecycle.add(
    workLoop({
      name: 'inbound',
      sql,
      logger,
      channel: 'call_ended',
      takeOne: async () => (await settleInbound(sql, clock.now())) > 0,
    }),
  );
  if (sms) lifecycle.add(sms);
  return lifecycle.add(
    schedulePart({ sql, logger, tasks: scheduledTasks({ sql, logger, clock, spoolDir, storeDir }) }),
  );
}
