import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { TodaysWork } from '../../../core/contracts/http/desk-work.ts';
import type { AgentSnapshot } from '../../../core/contracts/realtime.ts';
import { get, post } from '../../client/http.ts';
import { goTo } from '../../shell/route.ts';
import { Empty } from '../../ui/empty.tsx';
import { KeyButton } from '../../ui/key-button.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { NextResults } from '../promises/next-results.tsx';
import { useNextStep } from '../promises/use-next-step.ts';
import { TaskCard } from '../tasks/task-card.tsx';
import { NoticeCard } from './notice-card.tsx';
import { StatusCard } from './status-card.tsx';
import { TodayLine } from './today-item.tsx';
import { type TodayItem, todayItems } from './today-items.ts';
import type { TodayAct } from './today-keys.ts';
import { useTodayKeys } from './use-today-keys.ts';
import '../promises/promises.css';
import './today.css';

const text = strings.today;

interface TodayPageProps {
  /** Nobody asked for this page: it is where one lands. */
  landed: boolean;
  mayView: boolean;
  mayPost: boolean;
}

/** S-1: what waits for me, worked down by keyboard, then on to the desk. */
export function TodayPage({ landed, mayView, mayPost }: TodayPageProps) {
  useBackToTheDesk(landed);
  const client = useQueryClient();
  const work = useQuery({
    queryKey: ['desk-work'],
    queryFn: ({ signal }) => get<TodaysWork>('/api/desk-work', signal),
    refetchInterval: 15_000,
  });
  const [cursor, setCursor] = useState<string | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const next = useNextStep();
  const items = work.data ? todayItems(work.data) : [];
  const at = items.find(({ id }) => id === cursor) ?? items[0] ?? null;

  const own = async (item: TodayItem) => {
    if (item.kind !== 'promise' || item.row.due !== 'broken' || !work.data) return;
    await next.send({ action: 'callback', ids: [item.row.id], at: work.data.now, owner: 'me' });
  };
  const confirmRead = async (item: TodayItem) => {
    if (item.kind !== 'reply') return;
    setProblem(null);
    try {
      await post(`/api/hand-overs/${item.row.id}/read`);
    } catch (error) {
      setProblem(error);
    }
    await client.invalidateQueries({ queryKey: ['desk-work'] });
  };
  const act = ({ type, ...action }: TodayAct) => {
    if (type === 'desk' || (type === 'open' && at === null)) goTo('desk');
    else if (at === null) return;
    else if (type === 'move' && 'by' in action) setCursor(neighbour(items, at.id, action.by));
    else if (type === 'open') open(at, mayView, () => void own(at));
    else if (type === 'own') void own(at);
    else if (type === 'confirm') void confirmRead(at);
  };
  useTodayKeys(act);

  if (work.error) return <ProblemNotice error={work.error} onRetry={() => void work.refetch()} />;
  if (!work.data) return <p className="muted">{strings.common.loading}</p>;
  const { today, notices } = work.data;
  return (
    <>
      <div className="page-head">
        <h1>{text.title}</h1>
        <span className="muted">{text.keys}</span>
        <KeyButton keys="G" tone="go" enabled onPress={() => goTo('desk')}>
          {text.toDesk}
        </KeyButton>
      </div>
      {next.problem || problem ? <ProblemNotice error={next.problem ?? problem} /> : null}
      {next.done ? <NextResults results={next.done} /> : null}
      <div className="today">
        <div className="today-left">
          <TaskCard />
          <section className="card today-list" aria-label={text.title}>
            {items.length === 0 ? <Empty title={text.clear.title}>{text.clear.body}</Empty> : null}
            {(['callback', 'promise', 'reply'] as const).map((kind) => {
              const some = items.filter((item) => item.kind === kind);
              return some.length === 0 ? null : (
                <section key={kind} aria-label={text.sections[kind]}>
                  <h2>
                    {text.sections[kind]} <span className="muted">{some.length}</span>
                  </h2>
                  <ul>
                    {some.map((item) => (
                      <TodayLine
                        key={item.id}
                        item={item}
                        current={item.id === at?.id}
                        busy={next.busy}
                        today={today}
                        onCursor={() => setCursor(item.id)}
                        onOwn={() => void own(item)}
                        onConfirm={() => void confirmRead(item)}
                      />
                    ))}
                  </ul>
                </section>
              );
            })}
          </section>
        </div>
        <div>
          <NoticeCard notices={notices} today={today} mayPost={mayPost} />
          <StatusCard work={work.data} />
        </div>
      </div>
    </>
  );
}

/** After a crash of the browser an agent with a shift in hand is led back to the call and not to a page. */
function useBackToTheDesk(landed: boolean): void {
  const snapshot = useQuery({
    queryKey: ['desk-snapshot-once'],
    queryFn: ({ signal }) => get<AgentSnapshot>('/api/desk/snapshot', signal),
    enabled: landed,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const onShift = snapshot.data !== undefined && snapshot.data.state !== 'offline';
  useEffect(() => {
    if (landed && onShift) goTo('desk');
  }, [landed, onShift]);
}

/** The person where this viewer may open one; else the case comes by the dialler, as every call does. */
function open(item: TodayItem, mayView: boolean, own: () => void): void {
  if (item.kind === 'callback') goTo('desk');
  else if (mayView && item.row.person !== null && !item.row.person.masked) goTo('persons', String(item.row.person.id));
  else if (item.kind === 'promise') own();
}

function neighbour(items: readonly TodayItem[], id: string, by: 1 | -1): string | null {
  const index = items.findIndex((item) => item.id === id);
  return items[Math.min(items.length - 1, Math.max(0, index + by))]?.id ?? null;
}
