import type { TodaysWork } from '../../../core/contracts/http/desk-work.ts';
import { strings } from '../../ui/strings.ts';

const text = strings.today;

/** What waits for anybody of the lines: numbers, and where they are worked down. */
export function StatusCard({ work: { callbacks, promises, tasks } }: { work: TodaysWork }) {
  const { today, overdue, broken } = promises.lines;
  return (
    <section className="card" aria-label={text.status}>
      <div className="card-head">
        <h2>{text.status}</h2>
      </div>
      <div className="card-body today-status">
        <p>{text.pool(callbacks.pool.due, callbacks.pool.laterToday)}</p>
        <p>
          {text.lines(today, overdue, broken)} <a href="#/promises">{text.toPromises}</a>
        </p>
        <p>{text.tasks(tasks.open, tasks.late)}</p>
      </div>
    </section>
  );
}
