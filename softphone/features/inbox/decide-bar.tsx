import { Button, Textarea } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { strings } from '../../ui/strings.ts';
import type { Asking } from './inbox-keys.ts';

const text = strings.inbox;

interface DecideBarProps {
  asking: Asking;
  answer: string;
  busy: boolean;
  setAsking: (asking: Asking) => void;
  setAnswer: (answer: string) => void;
  onDecide: (decision: 'approve' | 'return') => void;
}

/** Two steps for each decision, so that no single key ever decides. */
export function DecideBar({ asking, answer, busy, setAsking, setAnswer, onDecide }: DecideBarProps) {
  const reason = useRef<HTMLTextAreaElement>(null);
  const confirm = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asking === 'return') reason.current?.focus();
    if (asking === 'approve') confirm.current?.focus();
  }, [asking]);
  if (asking === 'approve') {
    return (
      <div className="decide">
        <strong>{text.approveAsk}</strong>
        <Textarea
          aria-label={text.note}
          placeholder={text.note}
          maxLength={500}
          autosize
          minRows={1}
          maxRows={3}
          className="decide-text"
          value={answer}
          onChange={(event) => setAnswer(event.currentTarget.value)}
        />
        <Button ref={confirm} disabled={busy} onClick={() => onDecide('approve')}>
          ✓ {text.confirm} <kbd>Enter</kbd>
        </Button>
        <Button variant="default" onClick={() => setAsking(null)}>
          {strings.common.cancel} <kbd>Esc</kbd>
        </Button>
      </div>
    );
  }
  if (asking === 'return') {
    return (
      <div className="decide">
        <Textarea
          ref={reason}
          label={text.reason}
          description={text.reasonHint}
          maxLength={500}
          autosize
          minRows={2}
          maxRows={4}
          className="decide-text"
          value={answer}
          onChange={(event) => setAnswer(event.currentTarget.value)}
        />
        <Button color="red" disabled={busy || answer.trim() === ''} onClick={() => onDecide('return')}>
          ↩ {text.send} <kbd>Ctrl+Enter</kbd>
        </Button>
        <Button variant="default" onClick={() => setAsking(null)}>
          {strings.common.cancel} <kbd>Esc</kbd>
        </Button>
      </div>
    );
  }
  return (
    <div className="decide">
      <Button onClick={() => setAsking('approve')}>
        ✓ {text.approve} <kbd>Enter</kbd>
      </Button>
      <Button variant="default" onClick={() => setAsking('return')}>
        ↩ {text.returnIt} <kbd>R</kbd>
      </Button>
      <span className="muted">{text.keys}</span>
    </div>
  );
}
