import { messageOf } from '../../core/platform/errors.ts';
import type { Part } from '../../core/platform/lifecycle.ts';
import type { Logger } from '../../core/platform/logger.ts';
import { type Sql, withDeadline } from '../../core/platform/postgres.ts';

const EVERY_MS = 1_000;
const DEADLINE_MS = 3_000;

/** The worker's sign of life, with what it knows about the work it has in hand. Never two writes at once. */
export function heartbeat(options: {
  sql: Sql;
  logger: Logger;
  node: string;
  detail: () => Promise<Record<string, unknown>>;
}): Part {
  const { sql, logger, node, detail } = options;
  let timer: NodeJS.Timeout | undefined;
  let beating: Promise<void> | undefined;

  const beat = async () => {
    try {
      const json = sql.json(JSON.parse(JSON.stringify(await withDeadline('worker detail', detail(), DEADLINE_MS))));
      const write = sql`
        insert into process_heartbeat (process, node, pid, detail) values ('worker', ${node}, ${process.pid}, ${json})
        on conflict (process) do update set node = excluded.node, pid = excluded.pid, at = now(), detail = excluded.detail`;
      await withDeadline('heartbeat', write, DEADLINE_MS);
    } catch (error) {
      logger.warn({ err: messageOf(error) }, 'heartbeat not written');
    }
  };
  const wake = () => {
    beating ??= beat().finally(() => {
      beating = undefined;
    });
  };
  return {
    name: 'heartbeat',
    async start() {
      if (timer) return;
      timer = setInterval(wake, EVERY_MS);
      wake();
      await beating;
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await beating;
    },
  };
}
