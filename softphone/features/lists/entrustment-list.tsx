import type { EntrustmentRow } from '../../../core/contracts/http/lists.ts';
import { count, monthDayTime, yen } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';
import { SubjectStripe } from '../../ui/subject-stripe.tsx';
import { useSubjects } from '../../ui/use-subjects.ts';

const text = strings.lists.entrustments;

export function EntrustmentList({ rows, chosen }: { rows: readonly EntrustmentRow[]; chosen: string }) {
  const subjects = useSubjects();
  return (
    <nav className="card entrustments" aria-label={text.title}>
      <div className="card-head">
        <h2>{text.title}</h2>
      </div>
      {rows.map((row) => (
        <a key={row.id} href={`#/lists/${row.id}`} aria-current={row.id === chosen ? 'true' : undefined}>
          <strong>{row.name}</strong>
          <span className="entrustment-tags">
            {row.state === 'closed' ? <span className="tag">■ {text.closed}</span> : null}
            {row.privileged ? (
              <span className="tag" data-tone="bad">
                ⚠ {text.privilegedTag}
              </span>
            ) : null}
          </span>
          <span className="entrustment-subjects">
            {row.subjectIds.slice(0, 4).map((id) => {
              const subject = subjects.find((one) => one.id === id);
              return subject ? <SubjectStripe key={id} name={subject.shortName} colour={subject.colour} /> : null;
            })}
            {row.subjectIds.length > 4 ? <span className="muted">+{row.subjectIds.length - 4}</span> : null}
          </span>
          <span className="muted">
            {count(row.persons)}
            {strings.lists.count.persons}　{yen(row.yen)}
          </span>
          <span className="muted">{row.dueOn ? text.due(monthDayTime(row.dueOn)) : text.noDue}</span>
        </a>
      ))}
    </nav>
  );
}
