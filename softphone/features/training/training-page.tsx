import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { TrainingAgent } from '../../../core/contracts/http/training.ts';
import { get, post } from '../../client/http.ts';
import { Empty } from '../../ui/empty.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import './training.css';

const text = strings.training;

/** Who practises, and sending somebody there. */
export function TrainingPage() {
  const client = useQueryClient();
  const [problem, setProblem] = useState<unknown>(null);
  const [told, setTold] = useState('');
  const list = useQuery({
    queryKey: ['training', 'agents'],
    queryFn: ({ signal }) => get<TrainingAgent[]>('/api/training/agents', signal),
  });
  const order = async ({ id, name }: TrainingAgent, on: boolean) => {
    setProblem(null);
    setTold('');
    try {
      await post('/api/training/order', { staffId: id, on });
      setTold(text.done(name, on));
    } catch (error) {
      setProblem(error);
    }
    await client.invalidateQueries({ queryKey: ['training'] });
  };
  return (
    <>
      <div className="page-head">
        <h1>{text.title}</h1>
        <span className="muted" role="status">
          {told ? `✓ ${told}` : text.hint}
        </span>
      </div>
      <p className="muted">{text.lead}</p>
      {problem ? <ProblemNotice error={problem} /> : null}
      <section className="card">
        {list.error ? <ProblemNotice error={list.error} onRetry={() => void list.refetch()} /> : null}
        {list.data?.length === 0 ? <Empty title={text.emptyTitle}>{text.emptyBody}</Empty> : null}
        {list.data && list.data.length > 0 ? (
          <table className="table training-table">
            <thead>
              <tr>
                <th scope="col">{text.columns.seat}</th>
                <th scope="col">{text.columns.name}</th>
                <th scope="col">{text.columns.state}</th>
                <th scope="col">
                  <span className="sr-only">{text.columns.act}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {list.data.map((agent) => (
                <tr key={agent.id}>
                  <td>{agent.seat ?? '—'}</td>
                  <td>{agent.name}</td>
                  <td>{text.state[agent.on ? (agent.ordered ? 'ordered' : 'on') : 'off']}</td>
                  <td>
                    <Button size="compact-sm" variant="default" onClick={() => void order(agent, !agent.on)}>
                      {agent.on ? text.takeBack : text.send}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
      </section>
    </>
  );
}
