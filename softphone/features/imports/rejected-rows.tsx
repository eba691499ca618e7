import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ImportErrorRow } from '../../../core/contracts/http/records.ts';
import { get, queryString } from '../../client/http.ts';
import { count } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { importKindLabel, strings } from '../../ui/strings.ts';

const text = strings.imports;
const pageSize = 100;

export function RejectedRows({ runId }: { runId: string }) {
  const rows = useInfiniteQuery({
    queryKey: ['imports', runId, 'errors'],
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }) =>
      get<ImportErrorRow[]>(
        `/api/imports/${runId}/errors${queryString({ after: pageParam, limit: pageSize })}`,
        signal,
      ),
    getNextPageParam: (last) => (last.length < pageSize ? undefined : (last.at(-1)?.id ?? undefined)),
  });
  if (rows.error) return <ProblemNotice error={rows.error} onRetry={() => void rows.refetch()} />;
  const list = rows.data?.pages.flat() ?? [];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="rejected" tabIndex={0} aria-label={text.rejectedTitle}>
      <div className="card-head">
        <h2>{text.rejectedTitle}</h2>
      </div>
      <table className="table">
        <thead>
          <tr>
            <th>{text.errorColumns.kind}</th>
            <th className="num">{text.errorColumns.line}</th>
            <th>{text.errorColumns.reason}</th>
            <th>{text.errorColumns.field}</th>
            <th>{text.errorColumns.text}</th>
          </tr>
        </thead>
        <tbody>
          {list.map((row) => (
            <tr key={row.id}>
              <td className="nowrap">{importKindLabel[row.kind]}</td>
              <td className="num">{count(row.lineNo)}</td>
              <td className="nowrap">
                <strong>{row.reason}</strong>
              </td>
              <td className="nowrap">{row.field ?? ''}</td>
              <td>
                <code className="raw" title={row.hex}>
                  {row.text}
                </code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.hasNextPage ? (
        <div className="card-body">
          <Button variant="default" disabled={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
            {strings.common.more}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
