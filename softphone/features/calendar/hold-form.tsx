import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { post } from '../../client/http.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';

const text = strings.calendar.hold;
const MOST_CHARS = 120;

/** Stops every new call, with the reason that every desk will read. */
export function HoldForm({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await post('/api/dialling-holds', { reason });
      onClose();
    } catch (error) {
      setProblem(error);
    }
    await client.invalidateQueries({ queryKey: ['dialling-holds'] });
  };
  return (
    <form
      className="card"
      aria-label={text.stopTitle}
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.nativeEvent.isComposing) onClose();
      }}
    >
      <div className="card-head">
        <h2>{text.stopTitle}</h2>
        <span className="muted">{text.stopHelp}</span>
      </div>
      <div className="card-body form-row">
        <TextInput
          data-autofocus
          autoFocus
          style={{ flex: 1 }}
          label={text.reason}
          placeholder={text.reasonPlaceholder}
          maxLength={MOST_CHARS}
          required
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button type="submit" color="red" disabled={reason.trim() === ''}>
          ■ {text.stopYes}
        </Button>
        <Button variant="default" onClick={onClose}>
          {strings.common.cancel}
        </Button>
      </div>
      {problem ? <ProblemNotice error={problem} /> : null}
    </form>
  );
}
