import { ApiError } from '../client/problem.ts';
import { bareStatusTitle, problemAdvice, problemTitles, unknownProblem } from './strings/problems.ts';

export interface ProblemText {
  title: string;
  advice: string | null;
  code: string | null;
}

/** What happened, what was kept, what to do. */
export function problemText(error: unknown): ProblemText {
  if (!(error instanceof ApiError)) return { ...unknownProblem, code: null };
  const { code, status, message } = error;
  const title = problemTitles[code] ?? (code.startsWith('http/') ? bareStatusTitle(status) : message);
  return { title, advice: problemAdvice[code] ?? null, code };
}
