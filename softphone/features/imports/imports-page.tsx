import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ImportRunView } from '../../../core/contracts/http/records.ts';
import { get } from '../../client/http.ts';
import { openWorkLink } from '../../client/work-link.ts';
import { Empty } from '../../ui/empty.tsx';
import { count, dateTime } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { importStateLabel, labelOf, strings } from '../../ui/strings.ts';
import { ImportProgress } from './import-progress.tsx';
import { ImportReport } from './import-report.tsx';
import { UploadPanel } from './upload-panel.tsx';
import './imports.css';

const text = strings.imports;

export function isUnderWay(run: ImportRunView): boolean {
  return run.state === 'waiting' || run.state === 'running';
}

export function ImportsPage({ runId, maySeeRows }: { runId: string | undefined; maySeeRows: boolean }) {
  const client = useQueryClient();
  const runs = useQuery({
    queryKey: ['imports'],
    queryFn: ({ signal }) => get<ImportRunView[]>('/api/imports', signal),
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? 1_000 : 10_000),
  });
  const [started, setStarted] = useState<string | null>(null);
  useEffect(() => openWorkLink(() => void client.invalidateQueries({ queryKey: ['imports'] })), [client]);
  const list = runs.data ?? [];
  const shown = list.find(({ id }) => id === (runId ?? started)) ?? list.find(isUnderWay) ?? list[0];
  return (
    <>
      <div className="page-head">
        <h1>{text.title}</h1>
      </div>
      <UploadPanel
        usualLayout={list.find(({ state }) => state === 'done')?.layout ?? null}
        onStarted={(id) => {
          setStarted(id);
          if (location.hash !== '#/imports') location.hash = '#/imports';
          void client.invalidateQueries({ queryKey: ['imports'] });
        }}
      />
      {runs.error ? <ProblemNotice error={runs.error} onRetry={() => void runs.refetch()} /> : null}
      {shown ? (
        isUnderWay(shown) ? (
          <ImportProgress run={shown} onChanged={() => void runs.refetch()} />
        ) : (
          <ImportReport run={shown} maySeeRows={maySeeRows} />
        )
      ) : null}
      <section className="card">
        <div className="card-head">
          <h2>{text.earlier}</h2>
        </div>
        {runs.isSuccess && list.length === 0 ? <Empty title={text.emptyTitle}>{text.emptyBody}</Empty> : null}
        {list.length > 0 ? <Runs runs={list} shownId={shown?.id ?? null} /> : null}
      </section>
    </>
  );
}

const stateTone: Record<string, string> = { done: 'good', failed: 'bad', refused: 'bad', running: 'accent' };
const stateMark: Record<string, string> = { done: '✓', failed: '✗', refused: '✗', running: '▶' };

function Runs({ runs, shownId }: { runs: readonly ImportRunView[]; shownId: string | null }) {
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{text.time}</th>
          <th>{text.source}</th>
          <th>{text.layout}</th>
          <th>{text.state}</th>
          <th className="num">{text.columns.rows}</th>
          <th className="num">{text.columns.rejected}</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id} data-shown={run.id === shownId || undefined}>
            <td className="nowrap">
              <a href={`#/imports/${run.id}`}>{dateTime(run.createdAt)}</a>
            </td>
            <td>{run.source}</td>
            <td>{run.layout}</td>
            <td>
              <span className="tag" data-tone={stateTone[run.state]}>
                {stateMark[run.state] ?? '○'} {labelOf(importStateLabel, run.state)}
              </span>
            </td>
            <td className="num">{count(run.files.reduce((sum, file) => sum + (file.rows ?? 0), 0))}</td>
            <td className="num">{count(run.files.reduce((sum, file) => sum + (file.rejected ?? 0), 0))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
