import { messageOf } from '../../core/platform/errors.ts';
import type { Logger } from '../../core/platform/logger.ts';
import { type Sql, withDeadline } from '../../core/platform/postgres.ts';
import { upsertHeartbeat } from './queries.ts';

/** One row, once a second: how /api/health, the launcher and the other processes know that we live. */
export function startApiHeartbeat(sql: Sql, node: string, logger: Logger): { stop(): Promise<void> } {
  let running: Promise<void> | undefined;
  const beat = () => {
    running ??= withDeadline('heartbeat', upsertHeartbeat(sql, 'api', node, process.pid), 3_000)
      .catch((error: unknown) => logger.warn({ err: messageOf(error) }, 'heartbeat not written'))
      .finally(() => {
        running = undefined;
      });
  };
  beat();
  const timer = setInterval(beat, 1_000);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
