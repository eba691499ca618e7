import { useQuery } from '@tanstack/react-query';
import type { WindowVersion } from '../../../core/contracts/http/calendar.ts';
import type { CallingWindow } from '../../../core/rules/calling-window.ts';
import { get } from '../../client/http.ts';
import { Empty } from '../../ui/empty.tsx';
import { monthDayTime } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { SubjectStripe } from '../../ui/subject-stripe.tsx';
import { useSubjects } from '../../ui/use-subjects.ts';
import { WindowEditor } from './window-editor.tsx';

const text = strings.calendar.windows;

interface WindowsTabProps {
  subjectId: string | null;
  mayEdit: boolean;
  onChoose: (id: string) => void;
}

export function WindowsTab({ subjectId, mayEdit, onChoose }: WindowsTabProps) {
  const subjects = useSubjects();
  const chosen = subjects.find(({ id }) => id === subjectId);
  return (
    <div className="cal-windows">
      <nav className="card cal-subjects" aria-label={strings.campaigns.subject}>
        {subjects.map(({ id, name, colour }) => (
          <button
            key={id}
            type="button"
            className="cal-subject"
            aria-current={id === subjectId || undefined}
            onClick={() => onChoose(id)}
          >
            <SubjectStripe name={name} colour={colour} />
          </button>
        ))}
      </nav>
      {chosen ? (
        <SubjectWindows key={chosen.id} id={chosen.id} name={chosen.name} mayEdit={mayEdit} />
      ) : (
        <section className="card">
          <Empty title={text.chooseTitle}>{text.holidayNote}</Empty>
        </section>
      )}
    </div>
  );
}

function SubjectWindows({ id, name, mayEdit }: { id: string; name: string; mayEdit: boolean }) {
  const versions = useQuery({
    queryKey: ['windows', id],
    queryFn: ({ signal }) => get<WindowVersion[]>(`/api/subjects/${encodeURIComponent(id)}/windows`, signal),
  });
  const current = versions.data?.find(({ state }) => state === 'current');
  return (
    <div>
      {versions.error ? <ProblemNotice error={versions.error} onRetry={() => void versions.refetch()} /> : null}
      {versions.data ? (
        <>
          <section className="card" aria-label={text.history}>
            <div className="card-head">
              <h2>
                {name} {text.history}
              </h2>
              <span className="muted">{text.holidayNote}</span>
            </div>
            <table className="table">
              <thead>
                <tr>
                  <th>{text.validFrom}</th>
                  <th>{text.dayKinds.weekday}</th>
                  <th>{text.dayKinds.saturday}</th>
                  <th>{text.dayKinds.sunday_holiday}</th>
                  <th>{text.edit}</th>
                </tr>
              </thead>
              <tbody>
                {versions.data.map((version) => (
                  <VersionRow key={version.validFrom} version={version} />
                ))}
              </tbody>
            </table>
          </section>
          {mayEdit ? (
            <WindowEditor subjectId={id} start={current?.days ?? []} key={current?.validFrom} />
          ) : (
            <p className="muted">{text.readOnly}</p>
          )}
        </>
      ) : null}
    </div>
  );
}

const stateMark = { past: '－', current: '●', coming: '▷' } as const;

function VersionRow({ version }: { version: WindowVersion }) {
  const { validFrom, state, days, savedBy, savedAt } = version;
  const cell = (kind: CallingWindow['dayKind']) =>
    days
      .filter(({ dayKind }) => dayKind === kind)
      .map(({ opens, closes }) => `${opens}–${closes}`)
      .join('、') || text.closed;
  return (
    <tr className={state === 'past' ? 'muted' : undefined}>
      <td>
        <span className="tag" data-tone={state === 'current' ? 'good' : state === 'coming' ? 'accent' : undefined}>
          {stateMark[state]} {text.states[state]}
        </span>{' '}
        {validFrom < '1900' ? text.fromStart : validFrom}
      </td>
      <td>{cell('weekday')}</td>
      <td>{cell('saturday')}</td>
      <td>{cell('sunday_holiday')}</td>
      <td className="muted">
        {savedAt ? `${savedBy ?? ''} ${monthDayTime(savedAt)}` : strings.calendar.versions.system}
      </td>
    </tr>
  );
}
