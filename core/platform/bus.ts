import { messageOf } from './errors.ts';
import type { Logger } from './logger.ts';
import type { Sql } from './postgres.ts';

/**
 * A wake-up that cannot be missed: `wake` runs on every NOTIFY on `channel`, again after every (re)connect of the
 * listener, and in any case every `pollMs`, because NOTIFY is lossy (a killed listener loses what was sent meanwhile).
 * `wake` must therefore be idempotent: it reads what is new from its table. Runs never overlap; a wake-up that arrives
 * while one runs causes exactly one more run.
 */
export interface Waker {
  stop(): Promise<void>;
  /** For tests and for work this process itself just created. */
  poke(): void;
}

export async function startWaker(
  sql: Sql,
  channel: string,
  pollMs: number,
  wake: () => Promise<void>,
  logger: Logger,
): Promise<Waker> {
  let stopped = false;
  let running: Promise<void> | undefined;
  let again = false;
  const run = async () => {
    do {
      again = false;
      try {
        await wake();
      } catch (error) {
        logger.error({ channel, err: messageOf(error) }, 'wake-up failed; the next one tries again');
      }
    } while (again && !stopped);
  };
  const poke = () => {
    if (stopped) return;
    again = true;
    running ??= run().finally(() => {
      running = undefined;
    });
  };
  const listener = await sql.listen(channel, poke, poke).catch((error: unknown) => {
    logger.warn({ channel, err: messageOf(error) }, 'cannot listen; polling only until the next start');
    return undefined;
  });
  const timer = setInterval(poke, pollMs);
  poke();
  return {
    poke,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await listener?.unlisten().catch(() => undefined);
      await running;
    },
  };
}
