import { useQuery } from '@tanstack/react-query';
import type { CallbackReservation } from '../../../core/contracts/http/callbacks.ts';
import { get } from '../../client/http.ts';
import { goTo } from '../../shell/route.ts';
import { Empty } from '../../ui/empty.tsx';
import { monthDayTime } from '../../ui/format.ts';
import { PersonName } from '../../ui/person-name.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { SubjectStripe } from '../../ui/subject-stripe.tsx';
import { usePromiseKeys } from './use-promise-keys.ts';

const text = strings.promises;
const SHAPES = { later: '○', soon: '◎', due: '●', overdue: '▲' } as const;
const TONES = { later: undefined, soon: 'accent', due: 'warn', overdue: 'bad' } as const;

/** Every reserved call of the lines, earliest first. The dialler brings them to a desk by itself: nothing is to be done here. */
export function ReservationList({ mayView }: { mayView: boolean }) {
  const list = useQuery({
    queryKey: ['callbacks', 'all'],
    queryFn: ({ signal }) => get<CallbackReservation[]>('/api/callbacks/reservations', signal),
    refetchInterval: 15_000,
  });
  usePromiseKeys(null, (action) => {
    if (action.type === 'tab') goTo('promises', action.tab);
  });
  if (list.error) return <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <p className="muted">{strings.common.loading}</p>;
  if (list.data.length === 0) {
    return (
      <section className="card">
        <Empty title={text.empty.callbacks.title}>{text.empty.callbacks.body}</Empty>
      </section>
    );
  }
  const { columns } = text;
  return (
    <section className="card promise-scroll">
      <table className="table">
        <thead>
          <tr>
            <th>{columns.state}</th>
            <th>{columns.at}</th>
            <th>{columns.person}</th>
            <th>{columns.subject}</th>
            <th>{columns.owner}</th>
            <th>{columns.asked}</th>
          </tr>
        </thead>
        <tbody>
          {list.data.map((row) => (
            <tr key={row.targetId}>
              <td className="nowrap">
                <span className="tag" data-tone={TONES[row.state]}>
                  <span aria-hidden>{SHAPES[row.state]}</span> {text.callbackState[row.state]}
                </span>
              </td>
              <td className="nowrap">{monthDayTime(row.at)}</td>
              <td className="promise-name">
                {mayView && !row.person.masked ? (
                  <a href={`#/persons/${row.person.id}`}>
                    <PersonName name={row.person.name} />
                  </a>
                ) : (
                  <PersonName name={row.person.name} />
                )}
              </td>
              <td>
                <SubjectStripe name={row.subject.shortName} colour={row.subject.colour} />
              </td>
              <td className="nowrap">{row.owner ?? text.anybody}</td>
              <td className="nowrap muted">{text.askedBy[row.askedBy]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
