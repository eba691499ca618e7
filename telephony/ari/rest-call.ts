import { messageOf } from '../../core/platform/errors.ts';
import { AriError, type AriErrorCode } from './port.ts';

/** Loopback REST answers in milliseconds; 3 s means Asterisk is gone or frozen. */
export const REST_DEADLINE_MS = 3_000;

/** ari-client drops the HTTP status and keeps Asterisk's sentence, so the sentence is what is left to tell causes by. */
function codeOf(message: string): AriErrorCode {
  if (/not found|cannot be found/i.test(message)) return 'ari/not-found';
  if (/already exists|not in (a )?stasis|cannot be dialed/i.test(message)) return 'ari/conflict';
  if (/ECONNREFUSED|ECONNRESET|EPIPE|socket hang up|ETIMEDOUT/i.test(message)) return 'ari/unreachable';
  return 'ari/rejected';
}

function toAriError(operation: string, error: unknown): AriError {
  if (error instanceof AriError) return error;
  const text = error === undefined || error === null ? 'no answer' : messageOf(error);
  if (text === '' || text === '[object Object]') return new AriError('ari/unreachable', operation, 'no answer');
  let detail = text;
  try {
    detail = String((JSON.parse(text) as { message?: unknown }).message ?? text);
  } catch {
    // Not Asterisk's JSON: a transport error, told by its own words.
  }
  // Anything that could carry the key is cut.
  return new AriError(codeOf(detail), operation, detail.replace(/https?:\/\/\S+/g, '(url)').slice(0, 300));
}

async function once<T>(operation: string, run: () => Promise<T>, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new AriError('ari/deadline', operation, `no answer within ${deadlineMs} ms`)),
      deadlineMs,
    );
  });
  try {
    return await Promise.race([run(), deadline]);
  } catch (error) {
    throw toAriError(operation, error);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * One REST operation with a deadline. `repeat` allows a second try after a transport failure, only for operations that
 * do no harm when done twice (reads, ids chosen by us, deletes).
 */
export async function restCall<T>(
  operation: string,
  run: () => Promise<T>,
  options: { repeat: boolean; deadlineMs?: number },
): Promise<T> {
  const deadlineMs = options.deadlineMs ?? REST_DEADLINE_MS;
  try {
    return await once(operation, run, deadlineMs);
  } catch (error) {
    const transport = error instanceof AriError && (error.code === 'ari/unreachable' || error.code === 'ari/deadline');
    if (!options.repeat || !transport) throw error;
    return once(operation, run, deadlineMs);
  }
}

/** Turns "is not there" into undefined: for reads and for deletes that are then already done. */
export async function orMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AriError && error.code === 'ari/not-found') return undefined;
    throw error;
  }
}
