import { RateLimiterMemory } from 'rate-limiter-flexible';
import { DomainError } from '../../core/platform/errors.ts';
import type { Caller } from './caller.ts';
import type { Route } from './route.ts';

/** @throws DomainError 429 `request/too-often`, with `detail.retryAfterSec` */
export type TakeTurn = (caller: Caller | null) => Promise<void>;

/** Says of a route with a limit how often one account asked; counted in this process, so a restart forgives. */
export function routeLimit({ limit }: Pick<Route, 'limit'>): TakeTurn {
  if (!limit) return async () => undefined;
  const turns = new RateLimiterMemory({ points: limit.most, duration: limit.inSec });
  return async (caller) => {
    if (!caller) return;
    const refused = await turns.consume(caller.staffId).then(
      () => undefined,
      (reason: { msBeforeNext?: number }) => reason,
    );
    if (!refused) return;
    const retryAfterSec = Math.ceil((refused.msBeforeNext ?? 60_000) / 1_000);
    throw new DomainError(
      'request/too-often',
      429,
      `短い時間に同じ操作が続いています。${Math.ceil(retryAfterSec / 60)}分ほど待ってからお試しください。`,
      { retryAfterSec },
    );
  };
}
