import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { CallListRow, EntrustmentRow } from '../../../core/contracts/http/lists.ts';
import { get } from '../../client/http.ts';
import { goTo } from '../../shell/route.ts';
import { Empty } from '../../ui/empty.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { EntrustmentList } from './entrustment-list.tsx';
import { Extraction } from './extraction.tsx';
import { NewEntrustment } from './new-entrustment.tsx';
import { StepBar } from './step-bar.tsx';
import './lists.css';

const text = strings.lists;

interface ListsPageProps {
  /** `new`, the id of a 依頼, or nothing. */
  part: string | undefined;
  mayEntrust: boolean;
  mayExport: boolean;
  privileged: boolean;
}

/** `#/lists`, `#/lists/new`, `#/lists/ID`: 依頼 → 抽出 → 承認 → 架電, the four steps always in sight. */
export function ListsPage({ part, mayEntrust, mayExport, privileged }: ListsPageProps) {
  const entrustments = useQuery({
    queryKey: ['lists', 'entrustments'],
    queryFn: ({ signal }) => get<EntrustmentRow[]>('/api/lists/entrustments', signal),
  });
  const callLists = useQuery({
    queryKey: ['lists', 'call-lists'],
    queryFn: ({ signal }) => get<CallListRow[]>('/api/lists/call-lists', signal),
    refetchInterval: 5_000,
  });
  const rows = entrustments.data ?? [];
  const creating = part === 'new' && mayEntrust;
  const chosen = creating
    ? undefined
    : (rows.find(({ id }) => id === part) ?? rows.find(({ state }) => state === 'open'));
  const lists = (callLists.data ?? []).filter(({ entrustmentId }) => entrustmentId === chosen?.id);
  return (
    <>
      <div className="page-head lists-head">
        <h1>{text.title}</h1>
        <StepBar entrusted={chosen !== undefined} lists={lists} />
        {mayEntrust && !creating ? (
          <Button onClick={() => goTo('lists', 'new')}>{text.entrustments.create}</Button>
        ) : null}
      </div>
      {entrustments.error ? (
        <ProblemNotice error={entrustments.error} onRetry={() => void entrustments.refetch()} />
      ) : null}
      {creating ? <NewEntrustment privileged={privileged} /> : null}
      {!creating && entrustments.isSuccess && rows.length === 0 ? (
        <section className="card">
          <Empty title={text.entrustments.emptyTitle}>
            {mayEntrust ? text.entrustments.emptyOfficer : text.entrustments.emptyManager}
          </Empty>
        </section>
      ) : null}
      {chosen ? (
        <div className="lists-board">
          <EntrustmentList rows={rows} chosen={chosen.id} />
          <Extraction
            key={chosen.id}
            entrustment={chosen}
            lists={lists}
            mayEntrust={mayEntrust}
            mayExport={mayExport}
          />
        </div>
      ) : null}
    </>
  );
}
