import type { UseQueryResult } from '@tanstack/react-query';
import type { PersonPromise } from '../../../core/contracts/http/promises.ts';
import { today } from '../../client/product-today.ts';
import { monthDayTime, yen } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { SubjectStripe } from '../../ui/subject-stripe.tsx';
import { PaidBar } from './paid-bar.tsx';
import { PromiseLine } from './promise-line.tsx';
import { PromiseStateTag } from './promise-state.tsx';
import './promises.css';

const text = strings.promises;

/** A person's promises with everything that became of them. */
export function PersonPromises({ promises }: { promises: UseQueryResult<PersonPromise[]> }) {
  return (
    <>
      {promises.error ? <ProblemNotice error={promises.error} onRetry={() => void promises.refetch()} /> : null}
      {promises.data?.length === 0 ? <p className="muted promise-hint">{text.noneOfPerson}</p> : null}
      <ul className="person-promises">
        {promises.data?.map((promise) => (
          <li key={promise.id}>
            <PromiseLine row={promise} endedAt={promise.events.at(-1)?.at ?? null} today={today()} />
            <PromiseFacts promise={promise} />
            {promise.events.length > 1 ? <ol>{promise.events.map(eventLine)}</ol> : null}
          </li>
        ))}
      </ul>
    </>
  );
}

function PromiseFacts({ promise }: { promise: PersonPromise }) {
  return (
    <div className="promise-facts">
      <PromiseStateTag row={promise} />
      <SubjectStripe name={promise.subject.shortName} colour={promise.subject.colour} />
      <span className="muted">
        {promise.amount === null ? `${text.allOwed}・` : ''}
        {text.method[promise.method]}
        {promise.reissue ? `・${text.reissue}` : ''}　{text.madeBy[promise.madeBy]}→{promise.staffName}
      </span>
      <PaidBar row={promise} />
    </div>
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
