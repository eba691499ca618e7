import { networkError, problemFrom } from './problem.ts';

/** Slower than the api's own 5 s for a command, so that its answer arrives before we give up. */
const deadlineMs = 8_000;
/** Acts that write a row for each of a hundred thousand persons. */
const longDeadlineMs = 60_000;

let csrfToken = '';
let onUnauthorized: () => void = () => undefined;

export function setCsrfToken(token: string): void {
  csrfToken = token;
}

/** Called when the server no longer knows our session: the shell goes back to the log-in page. */
export function setOnUnauthorized(listener: () => void): void {
  onUnauthorized = listener;
}

export function currentCsrfToken(): string {
  return csrfToken;
}

export const get = <T>(path: string, signal?: AbortSignal): Promise<T> => request<T>('GET', path, undefined, signal);
export const post = <T = void>(path: string, body: unknown = {}): Promise<T> => request<T>('POST', path, body);
export const postLong = <T = void>(path: string, body: unknown = {}): Promise<T> =>
  request<T>('POST', path, body, undefined, longDeadlineMs);
/** A file as it is, for routes that read it themselves. */
export const sendFile = <T>(path: string, file: File): Promise<T> =>
  request<T>('POST', path, file, undefined, longDeadlineMs);
export const put = <T = void>(path: string, body: unknown): Promise<T> => request<T>('PUT', path, body);
/** Arrives though the page goes away in this moment; for a few kilobytes. */
export const putLeaving = (path: string, body: unknown): void => {
  void fetch(path, { ...initOf('PUT', body), keepalive: true }).catch(() => undefined);
};
export const del = <T = void>(path: string): Promise<T> => request<T>('DELETE', path);

/** An answer that is a file. */
export const postForFile = async (path: string, body: unknown): Promise<Blob> =>
  (await answerOf('POST', path, body, undefined, longDeadlineMs)).blob();

async function request<T>(
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
  afterMs = deadlineMs,
): Promise<T> {
  const response = await answerOf(method, path, body, signal, afterMs);
  if (response.status === 204 || response.headers.get('content-length') === '0') return undefined as T;
  return (await response.json()) as T;
}

async function answerOf(
  method: string,
  path: string,
  body: unknown,
  signal: AbortSignal | undefined,
  afterMs: number,
): Promise<Response> {
  const deadline = AbortSignal.timeout(afterMs);
  let response: Response;
  try {
    response = await fetch(path, {
      ...initOf(method, body),
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw networkError(deadline.aborted);
  }
  if (!response.ok) {
    const problem = await problemFrom(response);
    if (response.status === 401 && path !== '/api/session') onUnauthorized();
    throw problem;
  }
  return response;
}

function initOf(method: string, body: unknown): RequestInit {
  const init: RequestInit = {
    method,
    credentials: 'same-origin',
    headers: { accept: 'application/json', 'x-csrf-token': csrfToken },
  };
  if (body !== undefined) {
    const raw = body instanceof File;
    init.body = raw ? body : JSON.stringify(body);
    init.headers = { ...init.headers, 'content-type': raw ? 'text/csv' : 'application/json' };
  }
  return init;
}

/** `{a: 1, b: null}` → `?a=1`: empty values are left out. */
export function queryString(values: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== '') search.set(key, String(value));
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}
