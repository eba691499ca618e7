import { createHash } from 'node:crypto';

/** At rest only this: whoever reads the table cannot use it to log in. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
