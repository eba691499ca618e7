import { ApiError } from '../../client/problem.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';

interface Issue {
  path: string;
  message: string;
}

/** Where in the layout something is wrong, as the server's validation names it. */
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
  const issues = error instanceof ApiError ? issuesIn(error.detail) : [];
  return (
    <>
      <ProblemNotice error={error} />
      {issues.length > 0 ? (
        <ul>
          {issues.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              <code>{path}</code> {message}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

function issuesIn(detail: Record<string, unknown>): Issue[] {
  const list = detail['issues'] ?? detail['errors'];
  if (!Array.isArray(list)) return [];
  return list.map((entry: { path?: unknown; message?: unknown } | string) =>
    typeof entry === 'string'
      ? { path: '', message: entry }
      : {
          path: Array.isArray(entry.path) ? entry.path.join('.') : String(entry.path ?? ''),
          message: String(entry.message ?? ''),
        },
  );
}
