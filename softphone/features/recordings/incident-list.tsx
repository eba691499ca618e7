import { useQuery } from '@tanstack/react-query';
import { get } from '../../client/http.ts';
import { dateTime } from '../../ui/format.ts';
import { incidentLabel, labelOf, strings } from '../../ui/strings.ts';

const text = strings.recordings;

interface Incident {
  id: number;
  callId: string | null;
  recordingId: string | null;
  kind: string;
  at: string;
  detail: Record<string, unknown>;
  resolvedAt: string | null;
}

const shownAtOnce = 4;

/** Open incidents stand above the list: a recording that is not what it should be is never a silent success. */
export function IncidentList() {
  const { data } = useQuery({
    queryKey: ['incidents'],
    queryFn: ({ signal }) => get<Incident[]>('/api/incidents?open=true&limit=50', signal),
    refetchInterval: 15_000,
  });
  if (!data || data.length === 0) return null;
  return (
    <section className="card" aria-label={text.openIncidents}>
      <div className="card-head">
        <h2>
          ⚠ {text.openIncidents} {data.length}
          {strings.common.rows}
        </h2>
      </div>
      <table className="table">
        <tbody>
          {data.slice(0, shownAtOnce).map((incident) => (
            <tr key={incident.id}>
              <td className="nowrap">{dateTime(incident.at)}</td>
              <td>
                <span className="tag" data-tone="bad">
                  {labelOf(incidentLabel, incident.kind)}
                </span>
              </td>
              <td className="muted">{figures(incident.detail)}</td>
              <td>
                {incident.recordingId ? (
                  <a href={`#/recordings/${incident.recordingId}`}>{text.openRecording}</a>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function figures(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .filter(([, value]) => typeof value === 'number' || typeof value === 'string')
    .map(([key, value]) => `${key} ${value}`)
    .join('、');
}
