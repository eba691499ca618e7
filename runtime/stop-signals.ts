import { setTimeout as sleep } from 'node:timers/promises';

/** One Ctrl-C arrives up to three times (terminal, npm, bootstrap): within this time they are one. */
const sameWishMs = 1_500;
/** Work that watches the signal stops between two steps: the database must not vanish under a migration. */
const settleWithinMs = 5_000;

export class StopRequested extends Error {}

export interface StopWish {
  /** Aborted with the first wish to stop. */
  signal: AbortSignal;
  requested: Promise<void>;
  /** The second wish: whoever waits for an orderly end should not. */
  onHurry(action: () => void): void;
  /** The work's result, or StopRequested once the wish has come and the work has left its step, or taken too long to. */
  race<T>(work: Promise<T>): Promise<T>;
}

/** SIGINT, SIGTERM, SIGHUP, and the death of the bootstrap that started us. */
export function listenForStop(): StopWish {
  const stop = new AbortController();
  let firstAt = 0;
  let hurry: (() => void) | undefined;
  const wish = () => {
    if (!stop.signal.aborted) {
      firstAt = performance.now();
      stop.abort(new StopRequested('stop requested'));
    } else if (performance.now() - firstAt > sameWishMs) hurry?.();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, wish);
  process.on('disconnect', wish);
  process.channel?.unref();
  const requested = new Promise<void>((resolve) =>
    stop.signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  return {
    signal: stop.signal,
    requested,
    onHurry(action) {
      hurry = action;
    },
    async race(work) {
      const settled = work.then(
        () => undefined,
        () => undefined,
      );
      const result = await Promise.race([work, requested]);
      if (stop.signal.aborted) {
        await Promise.race([settled, sleep(settleWithinMs)]);
        throw new StopRequested('stop requested');
      }
      return result as Awaited<typeof work>;
    },
  };
}
