import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PersonTarget } from '../../../core/contracts/http/why.ts';
import { get } from '../../client/http.ts';
import { strings } from '../../ui/strings.ts';
import { HandSms } from './hand-sms.tsx';
import { SmsHistory } from './sms-history.tsx';

const text = strings.sms;

/** On the person's page: what was sent, and one by hand about a subject the person is called for. */
export function PersonSms({ personId }: { personId: number }) {
  const [open, setOpen] = useState(false);
  const [subjectId, setSubjectId] = useState<string | null>(null);
  const targets = useQuery({
    queryKey: ['person', personId, 'targets'],
    queryFn: ({ signal }) => get<PersonTarget[]>(`/api/persons/${personId}/targets`, signal),
    enabled: open,
  });
  const subjects = [...new Map((targets.data ?? []).map((one) => [one.subjectId, one.subjectName]))];
  const chosen = subjectId ?? subjects[0]?.[0] ?? null;
  return (
    <>
      <SmsHistory personId={personId} />
      {open ? (
        <>
          <Select
            label={text.batch.subject}
            w={260}
            mb="xs"
            allowDeselect={false}
            data={subjects.map(([value, label]) => ({ value, label }))}
            value={chosen}
            onChange={setSubjectId}
          />
          {chosen ? <HandSms key={chosen} personId={personId} targetId={null} subjectId={chosen} /> : null}
          {targets.isSuccess && !chosen ? <p className="muted">{text.hand.noSubject}</p> : null}
        </>
      ) : (
        <p>
          <Button variant="default" onClick={() => setOpen(true)}>
            {text.hand.title}
          </Button>
        </p>
      )}
    </>
  );
}
