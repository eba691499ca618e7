import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { SubjectSection } from '../../../core/contracts/http/sms.ts';
import { get, put } from '../../client/http.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { useSubjects } from '../../ui/use-subjects.ts';

const text = strings.sms.section;

/** Who answers the citizen, by subject: the fixed fields of every message. */
export function SectionForm() {
  const subjects = useSubjects();
  const sections = useQuery({
    queryKey: ['subject-sections'],
    queryFn: ({ signal }) => get<SubjectSection[]>('/api/subject-sections', signal),
  });
  const [subjectId, setSubjectId] = useState<string | null>(null);
  const [typed, setTyped] = useState<{ name: string; phone: string } | null>(null);
  const [told, setTold] = useState('');
  const [error, setError] = useState<unknown>(null);
  const stored = sections.data?.find((one) => one.subjectId === subjectId);
  const { name, phone } = typed ?? { name: stored?.name ?? '', phone: stored?.phone ?? '' };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setError(null);
    try {
      await put(`/api/subject-sections/${subjectId}`, { name: name.trim() || null, phone: phone.trim() || null });
      setTyped(null);
      setTold(text.saved);
      await sections.refetch();
    } catch (refused) {
      setError(refused);
    }
  };
  return (
    <form className="card" aria-label={text.title} onSubmit={(event) => void submit(event)}>
      <div className="card-head">
        <h2>{text.title}</h2>
        <span role="status">{told ? `✓ ${told}` : ''}</span>
      </div>
      <div className="card-body form-row">
        <Select
          label={strings.sms.batch.subject}
          w={230}
          data={subjects.map(({ id, name: label }) => ({ value: id, label }))}
          value={subjectId}
          onChange={(id) => {
            setSubjectId(id);
            setTyped(null);
            setTold('');
          }}
        />
        <TextInput
          label={text.name}
          w={220}
          maxLength={40}
          placeholder={text.city}
          value={name}
          onChange={(event) => setTyped({ name: event.currentTarget.value, phone })}
        />
        <TextInput
          label={text.phone}
          w={160}
          maxLength={14}
          placeholder={text.city}
          value={phone}
          onChange={(event) => setTyped({ name, phone: event.currentTarget.value })}
        />
        <Button type="submit" disabled={subjectId === null || typed === null}>
          {strings.sms.status.save}
        </Button>
      </div>
      {error ? <ProblemNotice error={error} /> : null}
    </form>
  );
}
