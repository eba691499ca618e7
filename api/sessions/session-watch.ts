import { messageOf } from '../../core/platform/errors.ts';
import type { Logger } from '../../core/platform/logger.ts';
import { type Sql, withDeadline } from '../../core/platform/postgres.ts';
import { endSession } from './end-session.ts';
import { selectExpiredWithLogin, selectLivingAmong, touchSessionsInCall } from './queries.ts';

/** Twice a second: what a session held open closes within a second of its end, whoever ended it and in whichever process. */
const CHECK_MS = 500;
/** Sessions that ran out with nothing connected: nobody waits for those. */
const REAP_EVERY_CHECKS = 10;

export interface SessionWatch {
  /** `onEnd` is called once when the session is over, however it ended. Returns how to stop watching. */
  watch(sessionId: string, onEnd: (reason: string) => void): () => void;
  /** A session was just ended here: look now. */
  poke(): void;
  stop(): Promise<void>;
}

export function startSessionWatch(sql: Sql, logger: Logger): SessionWatch {
  const watchers = new Map<string, Set<(reason: string) => void>>();
  let checks = 0;
  let running: Promise<void> | undefined;
  let again = false;

  const check = async () => {
    const ids = [...watchers.keys()];
    if (ids.length > 0) {
      if (checks % 60 === 0) await withDeadline('touch sessions', touchSessionsInCall(sql, ids));
      const living = new Set(await withDeadline('check sessions', selectLivingAmong(sql, ids)));
      for (const id of ids.filter((candidate) => !living.has(candidate))) {
        const told = [...(watchers.get(id) ?? [])];
        watchers.delete(id);
        for (const onEnd of told) onEnd('ended');
        // Ran out by time: nobody has written its end yet.
        await withDeadline('end session', endSession(sql, id, 'expired'));
      }
    }
    if (checks++ % REAP_EVERY_CHECKS === 0) {
      for (const id of await withDeadline('find expired', selectExpiredWithLogin(sql)))
        await withDeadline('end session', endSession(sql, id, 'expired'));
    }
  };
  const run = async () => {
    do {
      again = false;
      await check().catch((error: unknown) => logger.error({ err: messageOf(error) }, 'session check failed'));
    } while (again);
  };
  const poke = () => {
    again = running !== undefined;
    running ??= run().finally(() => {
      running = undefined;
    });
  };
  const timer = setInterval(poke, CHECK_MS);

  return {
    watch(sessionId, onEnd) {
      const set = watchers.get(sessionId) ?? new Set();
      set.add(onEnd);
      watchers.set(sessionId, set);
      return () => {
        set.delete(onEnd);
        if (set.size === 0 && watchers.get(sessionId) === set) watchers.delete(sessionId);
      };
    },
    poke,
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
