import { useQuery } from '@tanstack/react-query';
import type { PersonPromise } from '../../../core/contracts/http/promises.ts';
import { get } from '../../client/http.ts';
import { dayWithWeekday, monthDayTime, yen } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { SubjectStripe } from '../../ui/subject-stripe.tsx';
import { PromiseStateTag } from './promise-state.tsx';
import './promises.css';

const text = strings.promises;

/** A person's promises with everything that became of them. Asked again, because a payment is judged a moment after it is posted. */
export function PersonPromises({ personId }: { personId: string }) {
  const promises = useQuery({
    queryKey: ['person', personId, 'promises'],
    queryFn: ({ signal }) => get<PersonPromise[]>(`/api/persons/${personId}/promises`, signal),
    refetchInterval: 5_000,
    retry: false,
  });
  return (
    <section className="card" aria-label={text.ofPerson}>
      <div className="card-head">
        <h2>{text.ofPerson}</h2>
      </div>
      <div className="card-body">
        {promises.error ? <ProblemNotice error={promises.error} onRetry={() => void promises.refetch()} /> : null}
        {promises.data?.length === 0 ? <p className="muted promise-hint">{text.noneOfPerson}</p> : null}
        <ul className="person-promises">
          {promises.data?.map((promise) => (
            <li key={promise.id}>
              <PromiseStateTag row={promise} />
              <SubjectStripe name={promise.subject.shortName} colour={promise.subject.colour} />
              <strong>{dayWithWeekday(promise.promisedOn)}</strong>
              <span>
                {promise.amount === null ? text.allOwed : yen(promise.amount)}・{text.method[promise.method]}
                {promise.reissue ? `・${text.reissue}` : ''}
              </span>
              <span className="muted">
                {text.madeBy[promise.madeBy]}→{promise.staffName}
              </span>
              <ol>{promise.events.map(eventLine)}</ol>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function eventLine({ at, state, keptAmount, cause, staffName }: PersonPromise['events'][number]) {
  const paid = keptAmount > 0 ? ` ${text.columns.kept}${yen(keptAmount)}` : '';
  return (
    <li key={`${at} ${state}`} className="muted">
      {monthDayTime(at)} {text.cause[cause]}
      {cause === 'made' ? '' : ` → ${text.state[state]}${paid}`}
      {staffName ? ` (${staffName})` : ''}
    </li>
  );
}
