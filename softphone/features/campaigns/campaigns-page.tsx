import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CampaignRow } from '../../../core/contracts/http/records.ts';
import { get, post } from '../../client/http.ts';
import { Empty } from '../../ui/empty.tsx';
import { count } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { campaignStateLabel, modeLabel, strings } from '../../ui/strings.ts';
import { SubjectStripe } from '../../ui/subject-stripe.tsx';
import { type Subject, useSubjects } from '../../ui/use-subjects.ts';
import { NewCampaign } from './new-campaign.tsx';

const text = strings.campaigns;

export function CampaignsPage({ mayRun }: { mayRun: boolean }) {
  const client = useQueryClient();
  const [creating, setCreating] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const subjects = useSubjects();
  const list = useQuery({
    queryKey: ['campaigns'],
    queryFn: ({ signal }) => get<CampaignRow[]>('/api/campaigns', signal),
    refetchInterval: 3_000,
  });
  const change = async (id: string, verb: 'start' | 'pause' | 'finish') => {
    setProblem(null);
    try {
      await post(`/api/campaigns/${id}/${verb}`);
    } catch (error) {
      setProblem(error);
    }
    await client.invalidateQueries({ queryKey: ['campaigns'] });
  };
  return (
    <>
      <div className="page-head">
        <h1>{text.title}</h1>
        {mayRun && !creating ? <Button onClick={() => setCreating(true)}>{text.create}</Button> : null}
      </div>
      {problem ? <ProblemNotice error={problem} /> : null}
      {creating ? (
        <NewCampaign
          subjects={subjects}
          onDone={() => {
            setCreating(false);
            void client.invalidateQueries({ queryKey: ['campaigns'] });
          }}
          onCancel={() => setCreating(false)}
        />
      ) : null}
      <section className="card" aria-label={text.title}>
        {list.error ? <ProblemNotice error={list.error} onRetry={() => void list.refetch()} /> : null}
        {list.data?.length === 0 ? <Empty title={text.emptyTitle}>{text.emptyBody}</Empty> : null}
        {list.data && list.data.length > 0 ? (
          <table className="table">
            <thead>
              <tr>
                <th>{text.subject}</th>
                <th>{text.name}</th>
                <th>{text.mode}</th>
                <th>{text.state}</th>
                <th style={{ width: '26%' }}>{text.progress}</th>
                <th className="num">{text.targets}</th>
                <th className="num">{text.done}</th>
                <th className="num">{text.inProgress}</th>
                <th className="num">{text.waiting}</th>
                <th>
                  <span className="sr-only">{text.actions}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {list.data.map((row) => (
                <Row
                  key={row.id}
                  row={row}
                  subject={subjects.find(({ id }) => id === row.subjectId)}
                  mayRun={mayRun}
                  change={change}
                />
              ))}
            </tbody>
          </table>
        ) : null}
      </section>
    </>
  );
}

interface RowProps {
  row: CampaignRow;
  subject: Subject | undefined;
  mayRun: boolean;
  change: (id: string, verb: 'start' | 'pause' | 'finish') => Promise<void>;
}

const stateTone = { draft: undefined, running: 'good', paused: 'warn', finished: undefined } as const;
const stateMark = { draft: '○', running: '▶', paused: '‖', finished: '■' } as const;

function Row({ row, subject, mayRun, change }: RowProps) {
  const [asking, setAsking] = useState(false);
  const percent = row.targets === 0 ? 0 : Math.round((row.done / row.targets) * 100);
  const busy = row.targets === 0 ? 0 : (row.inProgress / row.targets) * 100;
  return (
    <tr>
      <td>{subject ? <SubjectStripe name={subject.shortName} colour={subject.colour} /> : row.subjectId}</td>
      <td>
        <strong>{row.name}</strong>
      </td>
      <td>{modeLabel[row.mode]}</td>
      <td>
        <span className="tag" data-tone={stateTone[row.state]}>
          {stateMark[row.state]} {campaignStateLabel[row.state]}
        </span>
      </td>
      <td>
        <div style={{ display: 'grid', gridTemplateColumns: '1fr 44px', alignItems: 'center', gap: 8 }}>
          <div
            className="bar-track"
            role="progressbar"
            aria-label={`${row.name} ${text.progress}`}
            aria-valuenow={percent}
            aria-valuemin={0}
            aria-valuemax={100}
          >
            <span style={{ width: `${percent}%`, background: subject?.colour ?? 'var(--accent)' }} />
            <span style={{ width: `${busy}%`, background: '#9bb8d3' }} />
          </div>
          <span className="num">{percent}%</span>
        </div>
      </td>
      <td className="num">{count(row.targets)}</td>
      <td className="num">{count(row.done)}</td>
      <td className="num">{count(row.inProgress)}</td>
      <td className="num">{count(row.waiting)}</td>
      <td className="num">
        {mayRun && row.state !== 'finished' ? (
          asking ? (
            <span className="row-actions">
              <span className="muted">{text.finishAsk}</span>
              <Button color="red" onClick={() => void change(row.id, 'finish').then(() => setAsking(false))}>
                {text.finishYes}
              </Button>
              <Button variant="default" onClick={() => setAsking(false)}>
                {strings.common.cancel}
              </Button>
            </span>
          ) : (
            <span className="row-actions">
              {row.state === 'running' ? (
                <Button variant="default" onClick={() => void change(row.id, 'pause')}>
                  {text.pause}
                </Button>
              ) : (
                <Button onClick={() => void change(row.id, 'start')}>
                  {row.state === 'paused' ? text.resume : text.start}
                </Button>
              )}
              <Button variant="subtle" color="gray" onClick={() => setAsking(true)}>
                {text.finish}
              </Button>
            </span>
          )
        ) : null}
      </td>
    </tr>
  );
}
