import { startWaker, type Waker } from '../../core/platform/bus.ts';
import type { Part } from '../../core/platform/lifecycle.ts';
import type { Logger } from '../../core/platform/logger.ts';
import type { Sql } from '../../core/platform/postgres.ts';

const POLL_MS = 1_000;

/** Takes one piece of work after the other while there is any; woken by NOTIFY on `channel`, polling behind it. */
export function workLoop(options: {
  name: string;
  sql: Sql;
  logger: Logger;
  channel: string;
  /** False when there is nothing to do. */
  takeOne: () => Promise<boolean>;
}): Part {
  const { name, sql, logger, channel, takeOne } = options;
  let waker: Waker | undefined;
  let stopping = false;
  return {
    name,
    async start() {
      stopping = false;
      const wake = async () => {
        while (!stopping && (await takeOne()));
      };
      waker ??= await startWaker(sql, channel, POLL_MS, wake, logger);
    },
    async stop() {
      stopping = true;
      await waker?.stop();
      waker = undefined;
    },
  };
}
