import { ApiError } from '../../client/problem.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';

/** Where in the layout something is wrong, as the server's validation names it, one line each. */
export function LayoutIssues({ error }: { error: unknown }) {
  if (error instanceof SyntaxError) {
    return (
      <div className="notice" role="alert">
        <p>
          <strong>{strings.layouts.invalidJson}</strong> {error.message}
        </p>
      </div>
    );
  }
  const problems = error instanceof ApiError ? problemsIn(error.detail) : [];
  if (!(error instanceof ApiError) || problems.length === 0) return <ProblemNotice error={error} />;
  return (
    <div className="notice" role="alert">
      <div>
        <strong>{error.message.split('\n')[0]}</strong> {strings.layouts.unchanged}
        <ul>
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function problemsIn(detail: Record<string, unknown>): string[] {
  const list = detail['problems'];
  return Array.isArray(list) ? list.filter((entry) => typeof entry === 'string') : [];
}
