import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { DomainError } from '../../core/platform/errors.ts';
import { newSecret } from '../../core/platform/ids.ts';

/**
 * Brakes on guessing that nobody can turn against a victim: a browser that has logged in as this person before carries a
 * signed device cookie and is counted by itself. All others share the limits by pair, address and account. Only failures
 * count; a place is taken before the password is checked, so parallel guesses do not slip through.
 */
export interface LoginLimits {
  /** @throws LoginLimitedError */
  take(attempt: LoginAttempt): Promise<LoginTicket>;
  deviceCookie(login: string): string;
}

export interface LoginAttempt {
  login: string;
  ip: string;
  device: string | undefined;
}

/** `first`: the limit was just reached. Only then is it worth an audit row; a flood must not fill the log. */
export class LoginLimitedError extends DomainError {
  readonly first: boolean;
  constructor(retryAfterSec: number, first: boolean) {
    super(
      'session/too-many-attempts',
      429,
      `ログインの失敗が続いたため、しばらく受け付けできません。${Math.ceil(retryAfterSec / 60)}分ほど待ってからお試しください。`,
      { retryAfterSec },
    );
    this.first = first;
  }
}

export interface LoginTicket {
  /** The password was right: the place is given back. */
  giveBack(): Promise<void>;
}

const QUARTER_HOUR_SEC = 900;

export function createLoginLimits(secret: string): LoginLimits {
  const key = createHash('sha256').update(`toritsugi device ${secret}`).digest();
  const sign = (login: string, nonce: string) =>
    createHmac('sha256', key).update(`${login}\n${nonce}`).digest('base64url');
  const limiter = (points: number, duration: number) => new RateLimiterMemory({ points, duration });
  const byDevice = limiter(10, QUARTER_HOUR_SEC);
  const byPair = limiter(5, QUARTER_HOUR_SEC);
  // A whole office may stand behind one address.
  const byAddress = limiter(60, QUARTER_HOUR_SEC);
  const byAccount = limiter(40, 3_600);

  const knownDevice = (login: string, cookie: string | undefined): string | undefined => {
    const [nonce, signature] = cookie?.split('.') ?? [];
    if (!nonce || !signature) return undefined;
    const expected = Buffer.from(sign(login, nonce));
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected) ? nonce : undefined;
  };

  return {
    async take({ login, ip, device }) {
      const nonce = knownDevice(login, device);
      const places: [RateLimiterMemory, string][] =
        nonce === undefined
          ? [
              // First the one that no choice of user name gets around.
              [byAddress, ip],
              [byPair, `${login}\n${ip}`],
              [byAccount, login],
            ]
          : [[byDevice, nonce]];
      const taken: [RateLimiterMemory, string][] = [];
      const giveBack = async () => {
        for (const [limit, name] of taken) await limit.reward(name);
      };
      for (const [limit, name] of places) {
        const refused = await limit.consume(name).then(
          () => undefined,
          (reason: { msBeforeNext?: number; consumedPoints?: number }) => reason,
        );
        if (refused) {
          await giveBack();
          const retryAfterSec = Math.ceil((refused.msBeforeNext ?? 60_000) / 1000);
          throw new LoginLimitedError(retryAfterSec, refused.consumedPoints === limit.points + 1);
        }
        taken.push([limit, name]);
      }
      return { giveBack };
    },
    deviceCookie(login) {
      const nonce = newSecret(128);
      return `${nonce}.${sign(login, nonce)}`;
    },
  };
}
