import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { CallListRow, ListPrint } from '../../../core/contracts/http/lists.ts';
import { get, postLong } from '../../client/http.ts';
import { goTo } from '../../shell/route.ts';
import { count, dateTime, yen } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import './list-print.css';

const text = strings.lists.output;

/** `#/lists/print/ID`: the list as it goes on paper. Asked for once: each time is written down. */
export function ListPrintPage({ id, printedBy }: { id: string; printedBy: string }) {
  const lists = useQuery({
    queryKey: ['lists', 'call-lists'],
    queryFn: ({ signal }) => get<CallListRow[]>('/api/lists/call-lists', signal),
  });
  const print = useQuery({
    queryKey: ['lists', 'print', id],
    queryFn: () => postLong<ListPrint>(`/api/lists/call-lists/${id}/print`),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const list = lists.data?.find((row) => row.id === id);
  const view = print.data;
  return (
    <div className="print-list">
      <div className="page-head no-print">
        <h1>{text.printTitle}</h1>
        <Button disabled={!view || !list} onClick={() => window.print()}>
          {text.printNow}
        </Button>
        <Button variant="default" onClick={() => goTo('lists', ...(list ? [list.entrustmentId] : []))}>
          {text.back}
        </Button>
      </div>
      {print.error ? <ProblemNotice error={print.error} onRetry={() => void print.refetch()} /> : null}
      {list && view ? (
        <section className="card print-sheet" aria-label={list.name}>
          <h2>{list.name}</h2>
          <p>{list.sentence}</p>
          <p className="print-facts">
            <span>
              {text.state}: {strings.lists.lists.states[list.state]}
            </span>
            <span>{text.persons(count(list.persons), count(list.left))}</span>
            <span>{yen(list.yen)}</span>
            <span>{text.asOf(view.asOf ? dateTime(view.asOf) : '—')}</span>
            <span>{text.printed(dateTime(view.printedAt), printedBy)}</span>
          </p>
          {list.hash ? <p className="print-hash">{`${strings.lists.lists.hash}: ${list.hash}`}</p> : null}
          <table className="table">
            <thead>
              <tr>
                <th className="num">{text.columns.number}</th>
                <th>{text.columns.addressee}</th>
                <th>{text.columns.name}</th>
                <th className="num">{text.columns.age}</th>
                <th>{text.columns.address}</th>
                <th className="num">{text.columns.yen}</th>
                <th>{text.columns.due}</th>
              </tr>
            </thead>
            <tbody>
              {view.rows.map((row, index) => (
                <tr key={row.personId}>
                  <td className="num">{index + 1}</td>
                  <td>{row.addresseeNo}</td>
                  <td>
                    {row.name}
                    {row.shielded && !row.masked ? ` ${text.shielded}` : ''}
                  </td>
                  <td className="num">{row.age ?? ''}</td>
                  <td>{row.address ?? ''}</td>
                  <td className="num">{row.masked ? '' : yen(row.yen)}</td>
                  <td>{row.oldestDueOn ?? ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {view.more > 0 ? <p>{text.more(count(view.rows.length), count(view.more))}</p> : null}
        </section>
      ) : null}
    </div>
  );
}
