import { setTimeout as sleep } from 'node:timers/promises';
import { startWaker, type Waker } from '../../core/platform/bus.ts';
import type { TelephonyContext } from '../context.ts';

/** NOTIFY is lossy: this behind it. A flag that ends with its day tells nobody either. */
const EVERY_MS = 5_000;
/** Looking at everybody who waits costs some 50 ms of 20,000 persons: postings that follow each other share one look. */
const BETWEEN_MS = 1_000;

/** Who waits in a list and owes nothing any more leaves it, and who owes again comes back, within two seconds of the commit. */
export async function startFollowingDebts(ctx: Pick<TelephonyContext, 'sql' | 'dialer' | 'logger'>): Promise<Waker> {
  const stopped = new AbortController();
  let lastAt = Number.NEGATIVE_INFINITY;
  const follow = async () => {
    const pauseMs = lastAt + BETWEEN_MS - performance.now();
    if (pauseMs > 0) await sleep(pauseMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    if (stopped.signal.aborted) return;
    lastAt = performance.now();
    await ctx.sql.begin((tx) => ctx.dialer.followDebts(tx));
  };
  const waker = await startWaker(ctx.sql, 'debt_changed', EVERY_MS, follow, ctx.logger);
  return {
    poke: waker.poke,
    async stop() {
      stopped.abort();
      await waker.stop();
    },
  };
}
