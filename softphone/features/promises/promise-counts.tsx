import { useQuery } from '@tanstack/react-query';
import type { TodaysWork } from '../../../core/contracts/http/desk-work.ts';
import { get } from '../../client/http.ts';
import { strings } from '../../ui/strings.ts';

const text = strings.promises;

/** My promises in numbers, beside the callbacks on the desk; they are worked down on the page of the day. */
export function PromiseCounts() {
  const work = useQuery({
    queryKey: ['desk-work'],
    queryFn: ({ signal }) => get<TodaysWork>('/api/desk-work', signal),
    refetchInterval: 30_000,
  });
  const mine = work.data?.promises.mine;
  const replies = work.data?.replies.length ?? 0;
  if (!mine || mine.today + mine.overdue + mine.broken + replies === 0) return null;
  return (
    <section className="callbacks" aria-label={text.nav}>
      <h2>
        {text.nav}
        {mine.broken > 0 ? <span className="callbacks-mark">{mine.broken}</span> : null}
      </h2>
      <p>
        <a href="#/today">{text.desk(mine.today, mine.overdue, mine.broken, replies)}</a>
      </p>
    </section>
  );
}
