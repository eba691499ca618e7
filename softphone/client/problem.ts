import type { Problem } from '../../core/contracts/http/session.ts';

/** What the api (or the way to it) refused, with the stable code that pages decide by. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly detail: Record<string, unknown>;
  constructor(problem: { code: string; title: string; status: number; detail?: Record<string, unknown> }) {
    super(problem.title);
    this.code = problem.code;
    this.status = problem.status;
    this.detail = problem.detail ?? {};
  }
}

/** `network/unreachable` and `network/timeout` are ours: no server said them. People read them from `ui/problem-text.ts`. */
export function networkError(timedOut: boolean): ApiError {
  return timedOut
    ? new ApiError({ code: 'network/timeout', title: 'no answer in time', status: 0 })
    : new ApiError({ code: 'network/unreachable', title: 'unreachable', status: 0 });
}

export async function problemFrom(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  if (isProblem(body)) return new ApiError({ ...body, status: response.status });
  return new ApiError({ code: `http/${response.status}`, title: `HTTP ${response.status}`, status: response.status });
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'title' in body;
}
