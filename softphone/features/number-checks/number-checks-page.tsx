import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { NumberCheckPage, NumberCheckRow, NumberVerdict } from '../../../core/contracts/http/number-checks.ts';
import { get, post } from '../../client/http.ts';
import { Empty } from '../../ui/empty.tsx';
import { dateTime, phoneText } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { lineResultLabel, strings } from '../../ui/strings.ts';
import { SubjectStripe } from '../../ui/subject-stripe.tsx';
import { type NumberCheckAct, numberCheckKey } from './number-check-keys.ts';
import { NumberCheckPanel } from './number-check-panel.tsx';
import { useNetworkSound } from './use-network-sound.ts';
import './number-checks.css';

const text = strings.numberChecks;

/** 欠番 is confirmed by ear: play, one key for what was heard, next. */
export function NumberChecksPage() {
  const client = useQueryClient();
  const list = useQuery({
    queryKey: ['number-checks'],
    queryFn: ({ signal }) => get<NumberCheckPage>('/api/number-checks', signal),
    refetchInterval: 15_000,
  });
  const rows = list.data?.open ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [last, setLast] = useState<NumberCheckRow | null>(null);
  const [told, setTold] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const selected = rows.find(({ callId }) => callId === chosen) ?? rows[0] ?? null;
  const sound = useNetworkSound(selected?.callId ?? null);

  const send = async (row: NumberCheckRow, verdict: NumberVerdict | null) => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await post(`/api/number-checks/${row.callId}`, { verdict });
      setChosen(verdict === null ? row.callId : neighbour(rows, row.callId));
      setLast(verdict === null ? null : row);
      setTold(verdict === null ? text.undone(row.digits) : text.done(row.digits, text.verdict[verdict]));
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
      await client.invalidateQueries({ queryKey: ['number-checks'] });
    }
  };
  const act = (action: NumberCheckAct) => {
    if (action.type === 'undo') {
      if (last) void send(last, null);
    } else if (!selected) return;
    else if (action.type === 'play') sound.toggle();
    else if (action.type === 'move') setChosen(step(rows, selected.callId, action.by));
    else void send(selected, action.verdict);
  };
  usePageKeys(act);

  if (list.error) return <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <p className="muted">{strings.common.loading}</p>;
  return (
    <>
      <div className="page-head">
        <h1>{text.title}</h1>
        <span className="muted">{text.waiting(list.data.waiting)}</span>
        <span className="number-told" role="status" aria-live="polite">
          {told === '' ? '' : `✓ ${told}`}
        </span>
      </div>
      {problem ? <ProblemNotice error={problem} /> : null}
      {selected === null ? (
        <section className="card">
          <Empty title={text.emptyTitle}>{text.emptyBody}</Empty>
        </section>
      ) : (
        <div className="number-checks">
          <section className="card number-list" aria-label={text.list}>
            <ul>
              {rows.map((row) => (
                <li key={row.callId}>
                  <button
                    type="button"
                    aria-current={row.callId === selected.callId || undefined}
                    onClick={() => setChosen(row.callId)}
                  >
                    <SubjectStripe name={row.subject.shortName} colour={row.subject.colour} />
                    <span className="number-digits">{phoneText(row.digits, row.digits)}</span>
                    <span className="muted">
                      {lineResultLabel[row.guess]}・{dateTime(row.at)}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
          <NumberCheckPanel row={selected} sound={sound} busy={busy} mayUndo={last !== null} act={act} />
        </div>
      )}
    </>
  );
}

function usePageKeys(act: (action: NumberCheckAct) => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      // A focused button keeps Enter and Space for itself.
      if (target?.matches('a, button, input') && (event.key === 'Enter' || event.key === ' ')) return;
      const action = numberCheckKey(event);
      if (!action) return;
      event.preventDefault();
      latest.current(action);
    };
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
}

function step(rows: readonly NumberCheckRow[], callId: string, by: 1 | -1): string | null {
  const index = rows.findIndex((row) => row.callId === callId);
  return rows[Math.min(rows.length - 1, Math.max(0, index + by))]?.callId ?? null;
}

/** After a verdict the next one down, at the end the one above. */
function neighbour(rows: readonly NumberCheckRow[], callId: string): string | null {
  const index = rows.findIndex((row) => row.callId === callId);
  return (rows[index + 1] ?? rows[index - 1])?.callId ?? null;
}
