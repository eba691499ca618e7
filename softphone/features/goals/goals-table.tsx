import type { GoalRow, GoalsBy, GoalsView } from '../../../core/contracts/http/goals.ts';
import { type GoalCounts, type MetricId, metricValue } from '../../../core/rules/goals.ts';
import { count, dayWithWeekday } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';
import { SubjectStripe } from '../../ui/subject-stripe.tsx';
import type { Subject } from '../../ui/use-subjects.ts';

const text = strings.goals;

export function GoalsTable({ view, subjects }: { view: GoalsView; subjects: readonly Subject[] }) {
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{text.byLabel[view.by]}</th>
          <th className="num">{text.columns.requested}</th>
          <th className="num">{text.columns.attempts}</th>
          <th className="num">{text.columns.dialled}</th>
          <th className="num">{text.columns.contacted}</th>
          <th className="num" style={{ width: '22%' }}>
            {text.columns.rate}
          </th>
          <th className="num">{text.columns.promise}</th>
          <th className="num">{text.columns.kept}</th>
          <th className="num">{text.columns.settled}</th>
          <th className="num">{text.columns.abandonment}</th>
          <th className="num">{text.columns.perPerson}</th>
          <th className="num">{text.columns.wrapUp}</th>
        </tr>
      </thead>
      <tbody>
        {view.rows.map((row) => (
          <Line key={row.key} row={row} by={view.by} subjects={subjects} />
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td>
            <strong>{text.total}</strong>
          </td>
          <Figures counts={view.total} />
        </tr>
      </tfoot>
    </table>
  );
}

function Line({ row, by, subjects }: { row: GoalRow; by: GoalsBy; subjects: readonly Subject[] }) {
  const subject = by === 'subject' ? subjects.find(({ id }) => id === row.key) : undefined;
  return (
    <tr>
      <td>{subject ? <SubjectStripe name={subject.name} colour={subject.colour} /> : labelOfRow(row, by)}</td>
      <Figures counts={row.counts} colour={subject?.colour ?? 'var(--accent)'} />
    </tr>
  );
}

function labelOfRow({ key, label }: GoalRow, by: GoalsBy): string {
  if (by === 'band') return text.band[key] ?? key;
  if (by === 'day') return dayWithWeekday(key);
  return key === '' ? text.noSeat : label;
}

/** @param colour of the bar, which is the contact rate; none below a sum */
function Figures({ counts, colour }: { counts: GoalCounts; colour?: string }) {
  const metric = (id: MetricId, digits = 1) => {
    const value = metricValue(id, counts);
    if (value === null) return text.none;
    if (id === 'wrap_up') return text.seconds(value.toFixed(0));
    return id === 'calls_per_person' ? value.toFixed(digits) : `${value.toFixed(digits)}%`;
  };
  return (
    <>
      <td className="num">{count(counts.requested)}</td>
      <td className="num">{count(counts.attempts)}</td>
      <td className="num">{metric('dial_rate')}</td>
      <td className="num">{count(counts.contacted)}</td>
      <td className="num">
        <span className="goal-bar">
          {colour ? (
            <span className="bar-track" aria-hidden>
              <span
                style={{ width: `${Math.min(100, metricValue('contact_rate', counts) ?? 0)}%`, background: colour }}
              />
            </span>
          ) : null}
          <strong>{metric('contact_rate')}</strong>
        </span>
      </td>
      <td className="num">{metric('promise_rate')}</td>
      <td className="num">{metric('kept_rate')}</td>
      <td className="num">{metric('settled_rate')}</td>
      <td className="num">{metric('abandonment', 2)}</td>
      <td className="num">{metric('calls_per_person')}</td>
      <td className="num">{metric('wrap_up')}</td>
    </>
  );
}
