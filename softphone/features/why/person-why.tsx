import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { PersonTarget } from '../../../core/contracts/http/why.ts';
import { get } from '../../client/http.ts';
import { monthDayTime } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { whyStrings as text } from '../../ui/strings/why.ts';
import { TargetWhy } from './target-why.tsx';
import './why.css';

/** What comes next in each campaign a person is in, and why it calls or does not. */
export function PersonWhy({ personId }: { personId: string }) {
  const [open, setOpen] = useState<number | null>(null);
  const asked = useRef<HTMLButtonElement | null>(null);
  const targets = useQuery({
    queryKey: ['person', personId, 'targets'],
    queryFn: ({ signal }) => get<PersonTarget[]>(`/api/persons/${personId}/targets`, signal),
    retry: false,
  });
  const close = ({ key }: KeyboardEvent) => {
    if (key !== 'Escape' || open === null) return;
    setOpen(null);
    asked.current?.focus();
  };
  return (
    <section className="why-person" data-part="why" tabIndex={-1} aria-label={text.title} onKeyDown={close}>
      <h2>{text.nextTitle}</h2>
      {targets.error ? <ProblemNotice error={targets.error} onRetry={() => void targets.refetch()} /> : null}
      {targets.data?.length === 0 ? <p className="muted">{text.none}</p> : null}
      <ul className="why-targets">
        {targets.data?.map((target) => (
          <li
            key={target.targetId}
            data-over={isOver(target) || undefined}
            data-open={open === target.targetId || undefined}
          >
            <strong>{target.campaignName}</strong>
            <span className="tag">{stateText(target)}</span>
            <span className="why-reason" title={target.reason ?? undefined}>
              {target.reason ?? ''}
            </span>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`${target.campaignName} ${open === target.targetId ? text.hide : text.show}`}
              aria-expanded={open === target.targetId}
              onClick={({ currentTarget }) => {
                asked.current = currentTarget;
                setOpen(open === target.targetId ? null : target.targetId);
              }}
            >
              {open === target.targetId ? text.hide : text.show}
            </Button>
            {open === target.targetId ? <TargetWhy targetId={target.targetId} /> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

const isOver = ({ state }: PersonTarget) => state === 'done' || state === 'withdrawn';

/** By shape, word and time. */
function stateText({ state, nextAt }: PersonTarget): string {
  const words = `${text.marks[state] ?? '○'} ${text.states[state] ?? state}`;
  return nextAt ? `${words} ${monthDayTime(nextAt)}` : words;
}
