import { messageOf } from '../../core/platform/errors.ts';
import type { Part } from '../../core/platform/lifecycle.ts';
import type { Logger } from '../../core/platform/logger.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { auditSealer } from '../audit/seal.ts';

/** A row is open to unseen change by the tables' owner only until its seal: two rounds of this. */
const EVERY_MS = 2_000;

export function sealLoop(options: { sql: Sql; logger: Logger }): Part {
  const { sql, logger } = options;
  const sealer = auditSealer(sql);
  let timer: NodeJS.Timeout | undefined;
  let sealing: Promise<void> | undefined;

  const wake = () => {
    sealing ??= sealer
      .tick()
      .then(
        () => undefined,
        (error: unknown) =>
          logger.error({ err: messageOf(error) }, 'audit rows not sealed; the next round tries again'),
      )
      .finally(() => {
        sealing = undefined;
      });
  };
  return {
    name: 'audit sealer',
    async start() {
      timer ??= setInterval(wake, EVERY_MS);
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await sealing;
      // What was written during the shutdown is sealed too, unless somebody is still writing.
      wake();
      await sealing;
    },
  };
}
