import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import type { MonthWork } from './use-month.ts';

const text = strings.calendar.request;

interface RequestPanelProps {
  work: MonthWork;
  mayEdit: boolean;
  /** Nothing in it refuses. */
  sound: boolean;
  /** There is something to ask for. */
  differs: boolean;
  /** `11月25日(水)` */
  deadline: string;
  late: boolean;
  /** What the officer wrote when it came back. */
  returned: string | null;
}

export function RequestPanel({ work, mayEdit, sound, differs, deadline, late, returned }: RequestPanelProps) {
  const [note, setNote] = useState('');
  if (!mayEdit) return <p className="muted cal-read-only">{text.readOnly}</p>;
  return (
    <section className="card cal-side-card cal-request" aria-label={text.title}>
      <p className={late ? 'cal-late' : 'muted'}>
        {late ? `⚠ ${text.deadlinePast(deadline)}` : text.deadline(deadline)}
      </p>
      {returned ? (
        <p className="notice" data-tone="warn">
          <span>
            <strong>↩ {text.returned}</strong> {returned}
          </span>
        </p>
      ) : null}
      {work.problem ? <ProblemNotice error={work.problem} /> : null}
      {work.message ? (
        <p className="notice" data-tone="good" role="status">
          ✓ {work.message}
        </p>
      ) : null}
      {work.waiting ? (
        <>
          <p>○ {text.waiting}</p>
          <Button variant="default" disabled={work.busy} onClick={() => void work.withdraw()}>
            {text.withdraw}
          </Button>
        </>
      ) : (
        <>
          <Textarea
            aria-label={text.note}
            placeholder={text.notePlaceholder}
            maxLength={500}
            autosize
            minRows={1}
            maxRows={3}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <div className="cal-buttons">
            <Button disabled={work.busy || !sound || !differs} onClick={() => void work.ask(note.trim())}>
              {text.ask}
            </Button>
            <Button variant="default" disabled={work.busy || !work.dirty} onClick={() => void work.save()}>
              {strings.calendar.save} <kbd>Ctrl+S</kbd>
            </Button>
            {work.dirty ? (
              <Button variant="subtle" color="gray" disabled={work.busy} onClick={work.discard}>
                {strings.calendar.discard}
              </Button>
            ) : null}
          </div>
        </>
      )}
    </section>
  );
}
