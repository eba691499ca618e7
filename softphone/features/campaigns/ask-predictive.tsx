import { Button, SegmentedControl } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { DayField } from '../../ui/day-field.tsx';
import { strings } from '../../ui/strings.ts';

const text = strings.campaigns.approval;
const caps = ['0.5', '1', '2', '3'];

interface AskPredictiveProps {
  subjectName: string;
  today: string;
  onSend: (ask: { capPercent: number; validFrom: string; validTo: string | null }) => Promise<boolean>;
  onClose: () => void;
}

/** The question to the city's officer; 1 % is the usual cap, 3 % the most that can be asked. */
export function AskPredictive({ subjectName, today, onSend, onClose }: AskPredictiveProps) {
  const [cap, setCap] = useState('1');
  const [validFrom, setValidFrom] = useState(today);
  const [validTo, setValidTo] = useState('');
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    if (await onSend({ capPercent: Number(cap), validFrom, validTo: validTo || null })) onClose();
    setBusy(false);
  };
  return (
    <form className="plan" aria-label={text.title(subjectName)} onSubmit={(event) => void submit(event)}>
      <strong className="plan-title">{text.title(subjectName)}</strong>
      <div>
        <span className="form-label" id="cap-label">
          {text.cap}
        </span>
        <SegmentedControl
          aria-labelledby="cap-label"
          data={caps.map((value) => ({ value, label: `${value}%` }))}
          value={cap}
          onChange={setCap}
        />
      </div>
      <DayField label={text.from} min={today} value={validFrom} onDay={(value) => setValidFrom(value)} />
      <DayField label={text.to} min={validFrom} value={validTo} onDay={(value) => setValidTo(value)} />
      <Button type="submit" disabled={busy || validFrom === ''}>
        {busy ? text.sending : text.send}
      </Button>
      <Button variant="default" onClick={onClose}>
        {strings.common.cancel} <kbd>Esc</kbd>
      </Button>
      <p className="muted plan-title">{text.explain}</p>
    </form>
  );
}
