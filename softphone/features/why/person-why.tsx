import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PersonTarget } from '../../../core/contracts/http/why.ts';
import { get } from '../../client/http.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { whyStrings as text } from '../../ui/strings/why.ts';
import { TargetWhy } from './target-why.tsx';
import './why.css';

/** The campaigns a person is in, and for each of them why it calls or does not. */
export function PersonWhy({ personId }: { personId: string }) {
  const [open, setOpen] = useState<number | null>(null);
  const targets = useQuery({
    queryKey: ['person', personId, 'targets'],
    queryFn: ({ signal }) => get<PersonTarget[]>(`/api/persons/${personId}/targets`, signal),
    retry: false,
  });
  return (
    <section className="card" aria-label={text.title}>
      <div className="card-head">
        <h2>{text.title}</h2>
      </div>
      <div className="card-body">
        {targets.error ? <ProblemNotice error={targets.error} onRetry={() => void targets.refetch()} /> : null}
        {targets.data?.length === 0 ? <p className="muted">{text.none}</p> : null}
        {targets.data?.map((target) => (
          <div key={target.targetId} className="why-target">
            <div className="why-target-head">
              <strong>{target.campaignName}</strong>
              <span>
                <span className="tag">{text.states[target.state] ?? target.state}</span>
              </span>
              <span>{target.reason ?? ''}</span>
              <Button
                size="compact-sm"
                variant="default"
                aria-label={`${target.campaignName} ${open === target.targetId ? text.hide : text.show}`}
                aria-expanded={open === target.targetId}
                onClick={() => setOpen(open === target.targetId ? null : target.targetId)}
              >
                {open === target.targetId ? text.hide : text.show}
              </Button>
            </div>
            {open === target.targetId ? <TargetWhy targetId={target.targetId} /> : null}
          </div>
        ))}
      </div>
    </section>
  );
}
