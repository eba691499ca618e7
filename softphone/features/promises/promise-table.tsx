import type { PromiseRow } from '../../../core/contracts/http/promises.ts';
import { dayWithWeekday, monthDayTime, yen } from '../../ui/format.ts';
import { PersonName } from '../../ui/person-name.tsx';
import { strings } from '../../ui/strings.ts';
import { SubjectStripe } from '../../ui/subject-stripe.tsx';
import { PromiseStateTag } from './promise-state.tsx';

const text = strings.promises;

interface PromiseTableProps {
  rows: readonly PromiseRow[];
  cursor: string | null;
  chosen: ReadonlySet<string>;
  /** Null for a viewer who may open no person. */
  hrefOf: ((row: PromiseRow) => string) | null;
  onCursor: (id: string) => void;
  onChoose: (id: string) => void;
}

export function PromiseTable({ rows, cursor, chosen, hrefOf, onCursor, onChoose }: PromiseTableProps) {
  const { columns } = text;
  const amounts = rows.some(({ amount }) => amount !== null);
  return (
    <table className="table promise-table">
      <thead>
        <tr>
          <th>
            <span className="sr-only">{columns.choose}</span>
          </th>
          <th>{columns.state}</th>
          <th>{columns.person}</th>
          <th>{columns.subject}</th>
          <th>{columns.promisedOn}</th>
          <th>{columns.graceUntil}</th>
          {amounts ? <th className="num">{columns.amount}</th> : null}
          {amounts ? <th className="num">{columns.kept}</th> : null}
          <th>{columns.method}</th>
          <th>{columns.staff}</th>
          <th>{columns.next}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} aria-selected={row.id === cursor} onClick={() => onCursor(row.id)}>
            <td>
              <input
                type="checkbox"
                aria-label={`${columns.choose} ${row.person.name}`}
                checked={chosen.has(row.id)}
                onChange={() => onChoose(row.id)}
              />
            </td>
            <td className="nowrap">
              <PromiseStateTag row={row} />
            </td>
            <td className="promise-name">
              {hrefOf && !row.person.masked ? (
                <a href={hrefOf(row)}>
                  <PersonName name={row.person.name} />
                </a>
              ) : (
                <PersonName name={row.person.name} />
              )}
            </td>
            <td>
              <SubjectStripe name={row.subject.shortName} colour={row.subject.colour} />
            </td>
            <td className="nowrap">{dayWithWeekday(row.promisedOn)}</td>
            <td className="nowrap muted">{dayWithWeekday(row.graceUntil)}</td>
            {amounts ? <td className="num">{row.amount === null ? '—' : yen(row.amount)}</td> : null}
            {amounts ? <td className="num">{row.keptAmount === null ? '—' : yen(row.keptAmount)}</td> : null}
            <td className="nowrap">
              {text.method[row.method]}
              {row.reissue ? <span className="muted">・{text.reissue}</span> : null}
            </td>
            <td className="nowrap">
              {row.staffName} <span className="muted">({text.madeBy[row.madeBy]})</span>
            </td>
            <td className="promise-next" title={row.next?.reason ?? undefined}>
              {nextText(row)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function nextText({ next }: PromiseRow): string {
  if (!next) return text.noTarget;
  const state = text.targetState[next.state] ?? next.state;
  return next.at && next.state === 'waiting' ? `${state} ${monthDayTime(next.at)}` : state;
}
