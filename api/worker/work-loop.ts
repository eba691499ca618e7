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
  /** False when there is nothing to do. `signal` is aborted when the worker stops: give the work back and return. */
  takeOne: (signal: AbortSignal) => Promise<boolean>;
}): Part {
  const { name, sql, logger, channel, takeOne } = options;
  let waker: Waker | undefined;
  let stopping = new AbortController();
  return {
    name,
    async start() {
      if (waker) return;
      stopping = new AbortController();
      const { signal } = stopping;
      const wake = async () => {
        while (!signal.aborted && (await takeOne(signal)));
      };
      waker = await startWaker(sql, channel, POLL_MS, wake, logger);
    },
    async stop() {
      stopping.abort();
      await waker?.stop();
      waker = undefined;
    },
  };
}
