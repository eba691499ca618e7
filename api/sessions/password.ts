import { hash, verify } from '@node-rs/argon2';
import { DomainError } from '../../core/platform/errors.ts';
import { newSecret } from '../../core/platform/ids.ts';

/** argon2id (the library's default), 19 MiB and 2 passes: about 45 ms here, the OWASP minimum for interactive log-in. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** 4 × 19 MiB at once; more would only make everybody slower and the process bigger. */
const AT_ONCE = 4;
/** About a second of waiting; beyond that an honest "busy" is better than a queue an attacker fills. */
const MAX_WAITING = 64;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MAX_WAITING)
      throw new DomainError('session/busy', 503, '混み合っています。少し待ってからもう一度お試しください。');
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running++;
  }
  try {
    return await work();
  } finally {
    // The place is handed on, not freed, so that nobody new slips in between.
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, COST));
}

let decoy: Promise<string> | undefined;

/** An unknown user costs the same time as a known one: the guess is checked against a hash that nothing matches. */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  decoy ??= hash(newSecret(), COST);
  const against = passwordHash ?? (await decoy);
  const matched = await inTurn(() => verify(against, password));
  return passwordHash !== undefined && matched;
}
