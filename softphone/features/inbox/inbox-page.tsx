import { Button, SegmentedControl } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ComponentProps, useCallback, useEffect, useState } from 'react';
import type { ApprovalRow } from '../../../core/contracts/http/approvals.ts';
import { post } from '../../client/http.ts';
import { goTo } from '../../shell/route.ts';
import { Empty } from '../../ui/empty.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { HandOversPage } from '../hand-overs/hand-overs-page.tsx';
import { ApprovalDetail } from './approval-detail.tsx';
import { ApprovalList } from './approval-list.tsx';
import { DecideBar } from './decide-bar.tsx';
import type { Asking, InboxAct } from './inbox-keys.ts';
import { type InboxTab, useApprovals } from './use-approvals.ts';
import { useInboxKeys } from './use-inbox-keys.ts';
import './inbox.css';

const text = strings.inbox;

type Tab = InboxTab | 'handOvers';

interface InboxPageProps {
  mayDecide: boolean;
  /** `#/inbox/hand-overs` is the other half of the city's inbox. */
  parts: readonly string[];
  handOvers: Omit<ComponentProps<typeof HandOversPage>, 'parts' | 'base'>;
}

export function InboxPage({ mayDecide, parts, handOvers }: InboxPageProps) {
  const onHandOvers = parts[0] === 'hand-overs';
  const [chosen, setChosen] = useState<InboxTab>(mayDecide ? 'waiting' : 'mine');
  const tab: Tab = onHandOvers ? 'handOvers' : chosen;
  const tabs: Tab[] = mayDecide ? ['waiting', 'handOvers', 'mine', 'decided'] : ['handOvers', 'mine'];
  const select = (value: string) => {
    const next = tabs.find((one) => one === value) ?? 'waiting';
    if (next === 'handOvers') return goTo('inbox', 'hand-overs');
    setChosen(next);
    if (onHandOvers) goTo('inbox');
  };
  return (
    <>
      <div className="page-head no-print">
        <h1>{text.title}</h1>
        <SegmentedControl
          aria-label={text.title}
          data={tabs.map((value) => ({ value, label: text.tabs[value] }))}
          value={tab}
          onChange={select}
        />
      </div>
      {tab === 'handOvers' ? (
        <HandOversPage {...handOvers} parts={parts.slice(1)} base={['inbox', 'hand-overs']} />
      ) : (
        <ApprovalTab key={tab} tab={tab} />
      )}
    </>
  );
}

function ApprovalTab({ tab }: { tab: InboxTab }) {
  const client = useQueryClient();
  const list = useApprovals(tab);
  const rows = list.data ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [asking, setAsking] = useState<Asking>(null);
  const [answer, setAnswer] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [done, setDone] = useState<string | null>(null);
  const selected = rows.find(({ id }) => id === chosen) ?? rows[0] ?? null;
  const unread = tab === 'mine' && selected !== null && isUnread(selected);

  const select = useCallback((id: string | null) => {
    setChosen(id);
    setAsking(null);
    setAnswer('');
    setProblem(null);
  }, []);
  const send = async (path: string, body: object, told: string | null) => {
    if (!selected || busy) return;
    const next = neighbour(rows, selected.id);
    setBusy(true);
    setProblem(null);
    try {
      await post(`/api/approvals/${selected.id}/${path}`, body);
      setDone(told);
      if (path === 'decide') select(next);
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
      await client.invalidateQueries({ queryKey: ['approvals'] });
    }
  };
  const decide = (decision: 'approve' | 'return') => {
    if (decision === 'return' && answer.trim() === '') return;
    void send('decide', { decision, answer: answer.trim() || null }, `${selected?.title ?? ''} ${text.done[decision]}`);
  };
  const act = (action: InboxAct) => {
    if (action.type === 'move') select(step(rows, selected?.id ?? null, action.by));
    else if (action.type === 'ask') setAsking(action.asking);
    else if (action.type === 'decide') decide(action.decision);
    else void send('read', {}, null);
  };
  useInboxKeys({ asking, mayDecide: tab === 'waiting' && (selected?.mayDecide ?? false), unread }, act);
  useEffect(() => {
    document.querySelector('.approval-item[aria-current]')?.scrollIntoView({ block: 'nearest' });
  });

  if (list.error) return <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <p className="muted">{strings.common.loading}</p>;
  return (
    <>
      <div className="inbox-told" role="status" aria-live="polite">
        {done ? `✓ ${done}` : ''}
      </div>
      {!selected ? (
        <section className="card">
          <Empty title={text.empty[tab].title}>{text.empty[tab].body}</Empty>
        </section>
      ) : (
        <div className="inbox">
          <section className="card inbox-list">
            <ApprovalList rows={rows} selectedId={selected.id} mine={tab === 'mine'} onSelect={select} />
          </section>
          <ApprovalDetail row={selected}>
            {problem ? <ProblemNotice error={problem} /> : null}
            {tab === 'waiting' && selected.mayDecide ? (
              <DecideBar {...{ asking, answer, busy, setAsking, setAnswer }} onDecide={decide} />
            ) : null}
            {tab === 'waiting' && !selected.mayDecide ? <span className="muted">{text.own}</span> : null}
            {unread ? (
              <Button disabled={busy} onClick={() => void send('read', {}, null)}>
                ✓ {text.markRead} <kbd>Enter</kbd>
              </Button>
            ) : null}
          </ApprovalDetail>
        </div>
      )}
    </>
  );
}

function isUnread(row: ApprovalRow): boolean {
  return (row.state === 'approved' || row.state === 'returned') && row.readAt === null;
}

function step(rows: readonly ApprovalRow[], id: string | null, by: 1 | -1): string | null {
  const index = rows.findIndex((row) => row.id === id);
  return rows[Math.min(rows.length - 1, Math.max(0, index + by))]?.id ?? null;
}

/** After a decision the next one down is shown, at the end the one above. */
function neighbour(rows: readonly ApprovalRow[], id: string): string | null {
  const index = rows.findIndex((row) => row.id === id);
  return (rows[index + 1] ?? rows[index - 1])?.id ?? null;
}
