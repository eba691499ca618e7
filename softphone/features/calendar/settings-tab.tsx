import { useQuery } from '@tanstack/react-query';
import type { CalendarCentre, CalendarSettingVersion } from '../../../core/contracts/http/calendar.ts';
import { languageName } from '../../../core/rules/language-names.ts';
import { get } from '../../client/http.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { SettingsEditor } from './settings-editor.tsx';

const text = strings.calendar.settings;

/** The city's own values: every version, and for those who may, the next one. */
export function SettingsTab({ mayEdit, centres }: { mayEdit: boolean; centres: readonly CalendarCentre[] }) {
  const versions = useQuery({
    queryKey: ['calendar-settings'],
    queryFn: ({ signal }) => get<CalendarSettingVersion[]>('/api/calendar/settings', signal),
  });
  const newest = versions.data?.[0];
  return (
    <>
      {versions.error ? <ProblemNotice error={versions.error} onRetry={() => void versions.refetch()} /> : null}
      {newest && mayEdit ? (
        <SettingsEditor key={JSON.stringify(newest)} start={newest.parameters} centres={centres} />
      ) : null}
      {versions.data ? (
        <section className="card" aria-label={text.history}>
          <div className="card-head">
            <h2>{text.history}</h2>
            {mayEdit ? null : <span className="muted">{text.readOnly}</span>}
          </div>
          <table className="table">
            <thead>
              <tr>
                <th>{strings.calendar.windows.validFrom}</th>
                <th>{text.hours}</th>
                <th>{text.decideBy}</th>
                <th>{text.yearEnd}</th>
                <th>{text.closingDays}</th>
                <th>{text.halfSaturdays}</th>
                <th>{text.interpreters}</th>
              </tr>
            </thead>
            <tbody>
              {versions.data.map((version) => (
                <VersionRow key={version.validFrom} version={version} centres={centres} />
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
    </>
  );
}

const stateMark = { past: '－', current: '●', coming: '▷' } as const;
const stateTone = { past: undefined, current: 'good', coming: 'accent' } as const;

function VersionRow({ version, centres }: { version: CalendarSettingVersion; centres: readonly CalendarCentre[] }) {
  const { validFrom, state, parameters } = version;
  const { opens, closes, halfCloses, eveningCloses, yearEnd, closingDays, halfSaturdays, interpreters } = parameters;
  const own = Object.entries(parameters.centres).map(([id, hours]) => {
    const name = centres.find((centre) => centre.id === id)?.name ?? id;
    return `${name} ${hours.opens ?? opens}–${hours.closes ?? closes}`;
  });
  return (
    <tr className={state === 'past' ? 'muted' : undefined}>
      <td className="nowrap">
        <span className="tag" data-tone={stateTone[state]}>
          {stateMark[state]} {strings.calendar.windows.states[state]}
        </span>{' '}
        {validFrom < '1900' ? strings.calendar.windows.fromStart : validFrom}
      </td>
      <td>
        {text.hoursLine(opens, closes, halfCloses, eveningCloses)}
        {own.map((line) => (
          <div key={line} className="muted">
            {line}
          </div>
        ))}
      </td>
      <td>{text.day(parameters.decideByDay)}</td>
      <td>
        {text.dayOfYear(yearEnd.from)}–{text.dayOfYear(yearEnd.to)}
      </td>
      <td>{closingDays.join('、') || text.none}</td>
      <td>{halfSaturdays.map((nth) => text.nth(nth)).join('・') || text.none}</td>
      <td>
        {interpreters.languages.map(languageName).join('・')} {text.minDays(interpreters.minDaysAMonth)}
      </td>
    </tr>
  );
}
