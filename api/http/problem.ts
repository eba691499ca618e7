import type { ErrorRequestHandler, Response } from 'express';
import { ZodError } from 'zod';
import type { Problem } from '../../core/contracts/http/session.ts';
import { isDomainError, messageOf } from '../../core/platform/errors.ts';
import type { Logger } from '../../core/platform/logger.ts';

interface Failure {
  code: string;
  status: number;
  title: string;
  detail?: Record<string, unknown>;
}

/** Limits of the server or a database that is away: worth trying again, so never a 500. */
const BUSY_CODES = new Set([
  '57014',
  '55P03',
  'database/deadline',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  '57P01',
  '53300',
]);

function failureOf(error: unknown): Failure {
  if (isDomainError(error)) {
    return { code: error.code, status: error.status, title: error.message, detail: error.detail };
  }
  if (error instanceof ZodError) {
    // Only where and what kind: values could be a person's.
    const issues = error.issues.slice(0, 20).map((issue) => ({ path: issue.path.join('.'), problem: issue.code }));
    return { code: 'request/invalid', status: 422, title: '入力の形式が正しくありません。', detail: { issues } };
  }
  const { code, type, expose, status } = (error ?? {}) as {
    code?: string;
    type?: string;
    expose?: boolean;
    status?: number;
  };
  if (type === 'entity.too.large')
    return { code: 'request/too-large', status: 413, title: '送信された内容が大きすぎます。' };
  if (type?.startsWith('entity.') || type?.startsWith('encoding.') || type?.startsWith('charset.'))
    return { code: 'request/unreadable', status: 400, title: '送信された内容を読み取れません。' };
  // What the body's reader blames on the sender without a type of its own: gzip that is none, a length that lies.
  if (expose === true && status === 400)
    return { code: 'request/unreadable', status: 400, title: '送信された内容を読み取れません。' };
  // A NUL or broken character that PostgreSQL cannot hold, as text and inside JSON.
  if (error instanceof URIError || code === '22021' || code === '22P05')
    return { code: 'request/unreadable', status: 400, title: '送信された内容を読み取れません。' };
  if (code !== undefined && BUSY_CODES.has(code))
    return { code: 'database/busy', status: 503, title: '混み合っています。少し待ってからもう一度お試しください。' };
  return internal();
}

const internal = (): Failure => ({
  code: 'internal',
  status: 500,
  title: 'システム内部でエラーが起きました。繰り返す場合はシステム管理者へご連絡ください。',
});

export function sendProblem(response: Response, failure: Failure): void {
  const problem: Problem = {
    type: `urn:toritsugi:${failure.code}`,
    code: failure.code,
    title: failure.title,
    status: failure.status,
    ...(failure.detail && Object.keys(failure.detail).length > 0 ? { detail: failure.detail } : {}),
  };
  response.status(failure.status).type('application/problem+json').send(JSON.stringify(problem));
}

/** The one place where an error becomes an answer. What is not expected is logged whole and told as `internal`. */
export function problemHandler(logger: Logger): ErrorRequestHandler {
  return (error, request, response, next) => {
    const failure = failureOf(error);
    if (failure.status >= 500)
      logger.error(
        { err: messageOf(error), stack: error instanceof Error ? error.stack : undefined, path: request.path },
        'request failed',
      );
    if (response.headersSent) {
      next(error);
      return;
    }
    sendProblem(response, failure);
  };
}
