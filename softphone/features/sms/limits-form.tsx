import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { SmsLimitsChange, SmsStatus } from '../../../core/contracts/http/sms.ts';
import { put } from '../../client/http.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';

const text = strings.sms.status;

/** How many the city sends, from today on. */
export function LimitsForm({
  status,
  onDone,
  onClose,
}: {
  status: SmsStatus;
  onDone: () => void;
  onClose: () => void;
}) {
  const { perDay, perYear, yenPerPart, keepDays, hours } = status;
  const [limits, setLimits] = useState<SmsLimitsChange>({
    ...{ perDay, perYear, yenPerPart, keepDays, hours },
    maxCharacters: status.maxCharacters === 670 ? 670 : 660,
  });
  const [error, setError] = useState<unknown>(null);
  const set = (change: Partial<SmsLimitsChange>) => setLimits((old) => ({ ...old, ...change }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await put('/api/sms/limits', limits);
      onDone();
      onClose();
    } catch (refused) {
      setError(refused);
    }
  };
  return (
    <form className="card" aria-label={text.limits} onSubmit={(event) => void submit(event)}>
      <div className="card-body form-row">
        <NumberInput
          label={text.perDay}
          w={130}
          min={0}
          autoFocus
          value={limits.perDay}
          onChange={(value) => set({ perDay: Number(value) || 0 })}
        />
        <NumberInput
          label={text.perYear}
          w={130}
          min={0}
          value={limits.perYear}
          onChange={(value) => set({ perYear: Number(value) || 0 })}
        />
        <Select
          label={text.maxCharacters}
          w={110}
          allowDeselect={false}
          data={['660', '670']}
          value={String(limits.maxCharacters)}
          onChange={(value) => set({ maxCharacters: value === '670' ? 670 : 660 })}
        />
        <NumberInput
          label={text.yenPerPart}
          w={130}
          min={0}
          step={0.1}
          value={limits.yenPerPart}
          onChange={(value) => set({ yenPerPart: Number(value) || 0 })}
        />
        <NumberInput
          label={text.keepDays}
          w={140}
          min={1}
          max={60}
          value={limits.keepDays}
          onChange={(value) => set({ keepDays: Number(value) || 1 })}
        />
        <TextInput
          label={text.hours}
          w={180}
          maxLength={40}
          value={limits.hours}
          onChange={(event) => set({ hours: event.currentTarget.value })}
        />
        <Button type="submit">{text.save}</Button>
        <Button variant="default" onClick={onClose}>
          {strings.common.cancel}
        </Button>
      </div>
      {error ? <ProblemNotice error={error} /> : null}
    </form>
  );
}
