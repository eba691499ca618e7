import { Button } from '@mantine/core';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { inboundStrings } from '../../ui/strings/inbound.ts';
import { TaskLine } from './task-line.tsx';
import { useTasks } from './use-tasks.ts';
import './tasks.css';

const text = inboundStrings.tasks;

/** Whom somebody has to call back: kept places first, in the order in which they called. */
export function TaskCard() {
  const { list, act, busy, problem } = useTasks();
  const tasks = list.data?.tasks ?? [];
  const waits = tasks.some(({ state }) => state === 'open');
  return (
    <section className="card task-card" aria-label={text.title}>
      <div className="card-head">
        <h2>{text.title}</h2>
        <span className="muted">{tasks.length}</span>
        {waits ? (
          <Button size="compact-sm" disabled={busy} onClick={() => void act({ type: 'next' })}>
            {text.next}
          </Button>
        ) : null}
      </div>
      {problem || list.error ? <ProblemNotice error={problem ?? list.error} /> : null}
      {list.data && tasks.length === 0 ? (
        <p className="card-body muted">
          {text.emptyTitle} {text.emptyBody}
        </p>
      ) : null}
      {tasks.length > 0 ? (
        <table className="table">
          <thead>
            <tr>
              <th>{text.columns.kind}</th>
              <th>{text.columns.who}</th>
              <th>{text.columns.at}</th>
              <th>{text.columns.state}</th>
              <th>{text.columns.act}</th>
            </tr>
          </thead>
          <tbody>
            {tasks.map((task) => (
              <TaskLine key={task.id} task={task} busy={busy} act={(asked) => void act(asked)} />
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}
