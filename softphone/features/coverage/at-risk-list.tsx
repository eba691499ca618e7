import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AtRiskView } from '../../../core/contracts/http/coverage.ts';
import { get, queryString } from '../../client/http.ts';
import { count, dayWithWeekday } from '../../ui/format.ts';
import { PersonName } from '../../ui/person-name.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';

const text = strings.coverage.atRisk;

/** The cases by name, asked for only when somebody opens the list: looking at persons is written down. */
export function AtRiskList({ campaignId, dueOn }: { campaignId: string; dueOn: string }) {
  const [open, setOpen] = useState(false);
  const list = useQuery({
    queryKey: ['at-risk', campaignId, dueOn],
    queryFn: ({ signal }) => get<AtRiskView>(`/api/campaigns/${campaignId}/at-risk${queryString({ dueOn })}`, signal),
    enabled: open,
  });
  if (!open) {
    return (
      <Button variant="default" onClick={() => setOpen(true)}>
        {text.open}
      </Button>
    );
  }
  return (
    <section className="card at-risk" aria-label={text.title} aria-busy={list.isFetching}>
      <div className="card-head">
        <h2>{text.title}</h2>
        <Button variant="default" onClick={() => setOpen(false)}>
          {text.close}
        </Button>
      </div>
      {list.error ? <ProblemNotice error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.data?.total === 0 ? <p className="muted plan-note at-risk-note">{text.none}</p> : null}
      {list.data && list.data.total > 0 ? (
        <>
          <table className="table">
            <thead>
              <tr>
                <th>{text.person}</th>
                <th>{text.tried}</th>
                <th className="num">{text.attempts}</th>
                <th>{text.next}</th>
                <th>{text.reason}</th>
              </tr>
            </thead>
            <tbody>
              {list.data.cases.map((one) => (
                <tr key={one.targetId}>
                  <td>
                    <a href={`#/persons/${one.personId}`}>
                      <PersonName name={one.name} />
                    </a>{' '}
                    <span className="muted">{one.addresseeNo}</span>
                  </td>
                  <td>{one.tried.map((band) => strings.coverage.bands[band]).join('・') || text.never}</td>
                  <td className="num">{one.attempts}</td>
                  <td>{one.notBefore === null ? '' : dayWithWeekday(one.notBefore)}</td>
                  <td>{one.message}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {list.data.total > list.data.cases.length ? (
            <p className="muted plan-note at-risk-note">{text.more(count(list.data.total), list.data.cases.length)}</p>
          ) : null}
        </>
      ) : null}
    </section>
  );
}
