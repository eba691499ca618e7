import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { post } from '../../client/http.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import type { Subject } from '../../ui/use-subjects.ts';

const text = strings.campaigns;

interface NewCampaignProps {
  subjects: readonly Subject[];
  onDone: () => void;
  onCancel: () => void;
}

export function NewCampaign({ subjects, onDone, onCancel }: NewCampaignProps) {
  const [subjectId, setSubjectId] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [ringTimeoutSec, setRingTimeoutSec] = useState(25);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await post('/api/campaigns', { subjectId, name: name.trim(), ringTimeoutSec });
      onDone();
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="card" aria-label={text.create} onSubmit={(event) => void submit(event)}>
      <div className="card-head">
        <h2>{text.create}</h2>
      </div>
      <div className="card-body form-row">
        <Select
          label={text.subject}
          autoFocus
          openOnFocus={false}
          searchable
          w={250}
          data={subjects.filter(({ active }) => active).map(({ id, name: label }) => ({ value: id, label }))}
          value={subjectId}
          onChange={setSubjectId}
        />
        <TextInput
          label={text.name}
          w={260}
          maxLength={80}
          placeholder={text.namePlaceholder}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NumberInput
          label={`${text.ring}(${text.seconds})`}
          w={96}
          min={10}
          max={60}
          value={ringTimeoutSec}
          onChange={(value) => setRingTimeoutSec(Number(value) || 25)}
        />
        <Button type="submit" disabled={busy || subjectId === null || name.trim() === ''}>
          {text.create}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {strings.common.cancel}
        </Button>
      </div>
      <p className="muted form-foot">{text.previewHelp}</p>
      {error ? <ProblemNotice error={error} /> : null}
    </form>
  );
}
