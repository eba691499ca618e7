import type { CalendarProblem } from '../../../core/rules/calendar-check.ts';
import type { MonthCounts } from '../../../core/rules/calendar-month.ts';
import { languageName } from '../../../core/rules/language-names.ts';
import { strings } from '../../ui/strings.ts';

const text = strings.calendar;

interface CountsProps {
  now: MonthCounts;
  before: MonthCounts;
  beforeName: string;
  /** 0 where nobody needs interpreters. */
  required: number;
}

export function CountTable({ now, before, beforeName, required }: CountsProps) {
  const rows: [string, number, number][] = [
    [text.counts.workingDays, now.workingDays, before.workingDays],
    [text.counts.weekendDays, now.weekendDays, before.weekendDays],
    [text.counts.halfDays, now.halfDays, before.halfDays],
    [text.counts.eveningDays, now.eveningDays, before.eveningDays],
    [`${text.counts.eveningHours}(${text.counts.hours})`, now.eveningHours, before.eveningHours],
  ];
  return (
    <section className="card cal-side-card" aria-label={text.counts.title}>
      <table className="cal-counts">
        <thead>
          <tr>
            <th scope="col" className="cal-count-name">
              <strong>{text.counts.title}</strong>
            </th>
            <th scope="col" className="cal-count-head">
              {text.counts.now}
            </th>
            <th scope="col" className="cal-count-head">
              {beforeName}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, value, was]) => (
            <Count key={name} name={name} value={value} was={was} />
          ))}
          {Object.entries(now.interpreterDays).map(([code, value]) => (
            <Count
              key={code}
              name={text.counts.interpreter(languageName(code))}
              hint={required > 0 ? text.counts.required(required) : undefined}
              short={value < required}
              value={value}
              was={before.interpreterDays[code] ?? 0}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface CountProps {
  name: string;
  hint?: string | undefined;
  value: number;
  was: number;
  short?: boolean;
}

function Count({ name, hint, value, was, short = false }: CountProps) {
  return (
    <tr>
      <th scope="row" className="cal-count-name">
        {name} {hint ? <span className="muted">{hint}</span> : null}
      </th>
      <td className="num" data-tone={short ? 'bad' : undefined}>
        {short ? '⚠ ' : ''}
        {value}
      </td>
      <td className="num muted">{value === was ? '＝' : was}</td>
    </tr>
  );
}

interface ProblemsProps {
  problems: readonly CalendarProblem[];
  onGo: (date: string) => void;
}

export function ProblemList({ problems, onGo }: ProblemsProps) {
  return (
    <section className="card cal-side-card" aria-label={text.problems.title} aria-live="polite">
      {problems.length === 0 ? (
        <p className="cal-fine">✓ {text.problems.none}</p>
      ) : (
        <ul className="cal-problems">
          {problems.map(({ code, date, severity, message }) => (
            <li key={`${code} ${date} ${message}`} data-tone={severity}>
              <span className="tag" data-tone={severity === 'refuses' ? 'bad' : 'warn'}>
                {severity === 'refuses' ? '⚠' : '!'} {text.problems[severity]}
              </span>{' '}
              {message}{' '}
              {date ? (
                <button type="button" className="link-button" onClick={() => onGo(date)}>
                  {text.problems.goTo}
                </button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
