import { useState } from 'react';
import type { PromiseRow, PromiseView } from '../../../core/contracts/http/promises.ts';
import { goTo } from '../../shell/route.ts';
import { Empty } from '../../ui/empty.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { NextBar, type Reservation } from './next-bar.tsx';
import { NextResults } from './next-results.tsx';
import type { Asking, PromiseAct, PromiseTab } from './promise-keys.ts';
import { PromiseTable } from './promise-table.tsx';
import { instantOf, localOf } from './reservation-time.ts';
import { useNextStep } from './use-next-step.ts';
import { usePromiseKeys } from './use-promise-keys.ts';
import { usePromises } from './use-promises.ts';

const text = strings.promises;

interface PromiseListProps {
  view: PromiseView;
  mine: boolean;
  mayView: boolean;
  mayOwn: boolean;
  onTab: (tab: PromiseTab) => void;
}

/** One view of the promises: looked through by cursor, chosen by X, moved on by one act for all of them. */
export function PromiseList({ view, mine, mayView, mayOwn, onTab }: PromiseListProps) {
  const board = usePromises(view, mine);
  const rows = board.data?.rows ?? [];
  const [cursor, setCursor] = useState<string | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<Asking>(null);
  const [reservation, setReservation] = useState<Reservation>({ local: '', mine: mayOwn });
  const next = useNextStep();
  const at = rows.find(({ id }) => id === cursor) ?? rows[0] ?? null;
  const ids = rows.flatMap(({ id }) => (chosen.has(id) ? id : []));

  const confirm = async () => {
    const when = instantOf(reservation.local);
    if (asking === null || ids.length === 0 || (asking === 'callback' && when === null)) return;
    const owner = reservation.mine ? 'me' : 'anybody';
    const sent = await next.send(
      asking === 'callback' && when ? { action: 'callback', ids, at: when, owner } : { action: 'call', ids },
    );
    setAsking(null);
    if (sent) setChosen(new Set());
  };
  const ask = (asked: Asking) => {
    if (asked !== null && ids.length === 0) return;
    if (asked === 'callback' && board.data)
      setReservation({ ...reservation, local: localOf(new Date(Date.parse(board.data.now) + 3_600_000)) });
    setAsking(asked);
  };
  const act = (action: PromiseAct) => {
    if (action.type === 'tab') onTab(action.tab);
    else if (action.type === 'ask') ask(action.asking);
    else if (action.type === 'confirm') void confirm();
    else if (action.type === 'choose_all')
      setChosen(ids.length === rows.length ? new Set() : new Set(rows.map(({ id }) => id)));
    else if (at === null) return;
    else if (action.type === 'move') setCursor(neighbour(rows, at.id, action.by));
    else if (action.type === 'choose') setChosen(toggled(chosen, at.id));
    else if (mayView && !at.person.masked) goTo('persons', String(at.person.id));
  };
  usePromiseKeys(asking, act);

  if (board.error) return <ProblemNotice error={board.error} onRetry={() => void board.refetch()} />;
  if (!board.data) return <p className="muted">{strings.common.loading}</p>;
  return (
    <>
      {next.problem ? <ProblemNotice error={next.problem} /> : null}
      {next.done ? <NextResults results={next.done} /> : null}
      {rows.length === 0 ? (
        <section className="card">
          <Empty title={text.empty[view].title}>{text.empty[view].body}</Empty>
        </section>
      ) : (
        <>
          <section className="card promise-scroll">
            <PromiseTable
              rows={rows}
              cursor={at?.id ?? null}
              chosen={chosen}
              hrefOf={mayView ? (row) => `#/persons/${row.person.id}` : null}
              onCursor={setCursor}
              onChoose={(id) => setChosen(toggled(chosen, id))}
            />
          </section>
          {board.data.more ? <p className="muted">{text.more(rows.length)}</p> : null}
          <NextBar
            chosen={ids.length}
            now={board.data.now}
            asking={asking}
            busy={next.busy}
            mayOwn={mayOwn}
            reservation={reservation}
            onReservation={setReservation}
            onAsk={ask}
            onConfirm={() => void confirm()}
          />
        </>
      )}
    </>
  );
}

function neighbour(rows: readonly PromiseRow[], id: string, by: 1 | -1): string | null {
  const index = rows.findIndex((row) => row.id === id);
  return rows[Math.min(rows.length - 1, Math.max(0, index + by))]?.id ?? null;
}

function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}
