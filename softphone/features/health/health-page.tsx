import { useQuery } from '@tanstack/react-query';
import { get } from '../../client/http.ts';
import { roughDuration } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { healthPartLabel, labelOf, strings } from '../../ui/strings.ts';

const text = strings.health;

interface Health {
  ok: boolean;
  parts: Record<string, { ok: boolean; ageSec: number | null; message: string | null }>;
}

/** One screen that says all is well, or which part is not and what to do about it. */
export function HealthPage() {
  const health = useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => get<Health>('/api/health', signal),
    refetchInterval: 2_000,
  });
  return (
    <>
      <div className="page-head">
        <h1>{text.title}</h1>
      </div>
      {health.error ? <ProblemNotice error={health.error} onRetry={() => void health.refetch()} /> : null}
      {health.data ? (
        <>
          <div className="notice" data-tone={health.data.ok ? 'good' : undefined} role="status">
            <p>
              <strong>{health.data.ok ? `● ${text.overallOk}` : `⚠ ${text.overallBad}`}</strong>
            </p>
          </div>
          <section className="card" style={{ marginTop: 12 }}>
            <table className="table">
              <thead>
                <tr>
                  <th>{text.part}</th>
                  <th>{text.state}</th>
                  <th className="num">{text.refreshed}</th>
                  <th>{text.detail}</th>
                </tr>
              </thead>
              <tbody>
                {Object.entries(health.data.parts).map(([name, part]) => (
                  <tr key={name}>
                    <td>
                      <strong>{labelOf(healthPartLabel, name)}</strong>
                    </td>
                    <td>
                      <span className="tag" data-tone={part.ok ? 'good' : 'bad'}>
                        {part.ok ? `● ${text.ok}` : `✗ ${text.bad}`}
                      </span>
                    </td>
                    <td className="num">{part.ageSec === null ? '—' : text.ago(roughDuration(part.ageSec))}</td>
                    <td>{part.message ?? ''}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </>
      ) : null}
    </>
  );
}
