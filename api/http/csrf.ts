import { timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { DomainError } from '../../core/platform/errors.ts';
import type { Caller } from './caller.ts';
import { isOwnOrigin } from './origin.ts';

/** @throws DomainError 403 when a request that changes something does not come from our own page with its token. */
export function assertSameSite(request: Request, caller: Caller | null, publicUrl: string): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  if (!isOwnOrigin(request, publicUrl))
    throw new DomainError('session/foreign-origin', 403, 'この画面からの操作は受け付けられません。');
  if (caller === null) return;
  const sent = Buffer.from(request.get('x-csrf-token') ?? '');
  const expected = Buffer.from(caller.csrfToken);
  if (sent.length !== expected.length || !timingSafeEqual(sent, expected))
    throw new DomainError('session/csrf', 403, '画面を読み込み直してから、もう一度お試しください。');
}
