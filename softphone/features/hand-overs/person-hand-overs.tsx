import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { HandOverRow } from '../../../core/contracts/http/hand-overs.ts';
import { kindName, reasonName } from '../../../core/rules/hand-over.ts';
import { get } from '../../client/http.ts';
import { monthDayTime } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { SubjectStripe } from '../../ui/subject-stripe.tsx';
import { DeadlineTag, StateTag } from './deadline-tag.tsx';
import './hand-overs.css';

const text = strings.handOvers;

export function usePersonHandOvers(personId: string, enabled: boolean): UseQueryResult<HandOverRow[]> {
  return useQuery({
    queryKey: ['person', personId, 'hand-overs'],
    queryFn: ({ signal }) => get<HandOverRow[]>(`/api/persons/${personId}/hand-overs`, signal),
    enabled,
    retry: false,
  });
}

interface PersonHandOversProps {
  handOvers: UseQueryResult<HandOverRow[]>;
  /** Where this viewer works on them. */
  base: readonly string[];
}

/** What waits for the city about one person, nearest deadline first, and what it said. */
export function PersonHandOvers({ handOvers, base }: PersonHandOversProps) {
  if (handOvers.error) return <ProblemNotice error={handOvers.error} onRetry={() => void handOvers.refetch()} />;
  if (handOvers.data?.length === 0) return <p className="muted">{strings.person.noHandOvers}</p>;
  return (
    <ul className="person-hand-overs">
      {handOvers.data?.map((row) => (
        <li key={row.id}>
          <DeadlineTag mark={row.mark} />
          <StateTag {...row} />
          <a href={`#/${base.join('/')}/${row.id}`}>{nameOf(row)}</a>
          {row.subject ? <SubjectStripe name={row.subject.shortName} colour={row.subject.colour} /> : null}
          {row.stopped ? (
            <span className="tag" data-tone="bad">
              ■ {text.stopped[row.kind === 'complaint' ? 'complaint' : 'do_not_call']}
            </span>
          ) : null}
          <span className="muted">{row.mark === null ? answered(row) : text.due(monthDayTime(row.dueAt))}</span>
          <span className="muted">{text.raised(row.raisedBy, monthDayTime(row.raisedAt))}</span>
        </li>
      ))}
    </ul>
  );
}

function nameOf({ kind, reason }: HandOverRow): string {
  const [what, why] = [kindName(kind), reasonName(reason)];
  return what === why ? what : `${what}: ${why}`;
}

function answered({ answeredBy, answeredAt }: HandOverRow): string {
  return answeredAt ? `${text.answer} ${answeredBy ?? ''} ${monthDayTime(answeredAt)}` : '';
}
