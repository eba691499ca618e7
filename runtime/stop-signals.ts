/** One Ctrl-C arrives up to three times (terminal, npm, bootstrap): within this time they are one. */
const sameWishMs = 1_500;

export class StopRequested extends Error {}

export interface StopWish {
  /** Aborted with the first wish to stop. */
  signal: AbortSignal;
  requested: Promise<void>;
  /** The second wish: whoever waits for an orderly end should not. */
  onHurry(action: () => void): void;
  /** The work's result, or StopRequested as soon as the wish comes and the work has settled. */
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
      const result = await Promise.race([work, requested]);
      if (stop.signal.aborted) throw new StopRequested('stop requested');
      return result as Awaited<typeof work>;
    },
  };
}
