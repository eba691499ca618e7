import type { ListCount } from '../../../core/contracts/http/lists.ts';
import { Empty } from '../../ui/empty.tsx';
import { count, monthDayTime, shortEraDate, yen } from '../../ui/format.ts';
import { PersonName } from '../../ui/person-name.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';

const text = strings.lists.count;

interface CountPanelProps {
  count: ListCount | undefined;
  problems: readonly string[];
  busy: boolean;
  error: unknown;
}

/** How many, how much, in which words, and who for example. Its places never move while figures arrive. */
export function CountPanel({ count: found, problems, busy, error }: CountPanelProps) {
  return (
    <section className="card count-panel" aria-live="polite">
      <div className="count-head" data-busy={busy || undefined}>
        <span className="count-persons">
          {found ? count(found.persons) : '—'}
          {found ? <small>{text.persons}</small> : null}
        </span>
        <span className="count-yen">{found ? yen(found.yen) : '—'}</span>
        <span className="muted count-as-of">
          {problems.length > 0 ? text.fix : busy ? text.counting : found ? text.took(found.tookMs) : text.unknown}
          {found?.asOf ? ` / ${text.asOf(monthDayTime(found.asOf))}` : ''}
        </span>
      </div>
      {problems.map((problem) => (
        <p key={problem} className="notice count-problem">
          ⚠ {problem}
        </p>
      ))}
      {error ? <ProblemNotice error={error} /> : null}
      {found ? <p className="count-sentence">{found.sentence}</p> : null}
      {found?.persons === 0 ? <Empty title={text.nobodyTitle}>{text.nobody}</Empty> : null}
      {found && found.sample.length > 0 ? <Sample found={found} /> : null}
    </section>
  );
}

function Sample({ found }: { found: ListCount }) {
  const { sampleColumns: columns } = text;
  return (
    <div className="count-sample">
      <table className="table">
        <caption className="muted">{text.sample}</caption>
        <thead>
          <tr>
            <th>{columns.name}</th>
            <th className="num">{columns.age}</th>
            <th>{columns.town}</th>
            <th>{columns.due}</th>
            <th className="num">{columns.yen}</th>
          </tr>
        </thead>
        <tbody>
          {found.sample.map((row) => (
            <tr key={row.personId}>
              {row.masked ? (
                <td colSpan={5}>
                  <span className="tag" data-tone="bad">
                    ⚠ {text.masked}
                  </span>
                </td>
              ) : (
                <>
                  <td>
                    <a href={`#/persons/${row.personId}`}>
                      <PersonName name={row.name} />
                    </a>
                  </td>
                  <td className="num">{row.age ?? ''}</td>
                  <td className="clip" title={row.address ?? undefined}>
                    {row.address}
                  </td>
                  <td className="nowrap">{row.oldestDueOn ? shortEraDate(row.oldestDueOn) : ''}</td>
                  <td className="num">{count(row.yen)}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
