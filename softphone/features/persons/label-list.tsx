import { Button, Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { PersonLabel } from '../../../core/contracts/http/records.ts';
import { LABEL_COLOURS, type LabelColour } from '../../../core/rules/label-colours.ts';
import { del, get, post } from '../../client/http.ts';
import { DayField } from '../../ui/day-field.tsx';
import { monthDayTime } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { useSubjects } from '../../ui/use-subjects.ts';
import './label-list.css';

const text = strings.persons.labels;

/** 付箋: the word says what it means, the colour only helps to find it again. */
export function LabelList({ personId, mayLabel }: { personId: string; mayLabel: boolean }) {
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const key = ['person', personId, 'labels'];
  const path = `/api/persons/${personId}/labels`;
  const list = useQuery({ queryKey: key, queryFn: ({ signal }) => get<PersonLabel[]>(path, signal), retry: false });
  const act = async (work: () => Promise<unknown>) => {
    setProblem(null);
    try {
      await work();
      setAdding(false);
    } catch (error) {
      setProblem(error);
    }
    await client.invalidateQueries({ queryKey: key });
  };
  return (
    <span className="labels">
      {list.data?.length === 0 && !adding ? text.none : null}
      {list.data?.map((label) => (
        <span
          key={label.id}
          className="label"
          data-colour={label.colour}
          title={`${label.subjectName ?? ''} ${label.byName ?? ''}`}
        >
          {label.text}
          {label.endsOn ? <small>{text.until(monthDayTime(label.endsOn))}</small> : null}
          {mayLabel ? (
            <button
              type="button"
              aria-label={text.remove(label.text)}
              onClick={() => void act(() => del(`${path}/${label.id}`))}
            >
              ×
            </button>
          ) : null}
        </span>
      ))}
      {mayLabel && !adding ? (
        <Button variant="subtle" onClick={() => setAdding(true)}>
          ＋ {text.add}
        </Button>
      ) : null}
      {adding ? <LabelForm onSave={(body) => act(() => post(path, body))} onCancel={() => setAdding(false)} /> : null}
      {problem ? <ProblemNotice error={problem} /> : null}
    </span>
  );
}

interface LabelFormProps {
  onSave: (body: { subjectId: string; colour: LabelColour; text: string; endsOn: string | null }) => Promise<void>;
  onCancel: () => void;
}

function LabelForm({ onSave, onCancel }: LabelFormProps) {
  const subjects = useSubjects();
  const [subjectId, setSubjectId] = useState<string | null>(null);
  const [colour, setColour] = useState<LabelColour>('yellow');
  const [words, setWords] = useState('');
  const [endsOn, setEndsOn] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (subjectId !== null) void onSave({ subjectId, colour, text: words.trim(), endsOn: endsOn || null });
  };
  return (
    <form className="labels" onSubmit={submit}>
      <TextInput
        aria-label={text.text}
        placeholder={text.text}
        w={150}
        maxLength={40}
        autoFocus
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <Select
        aria-label={text.colour}
        w={84}
        data={LABEL_COLOURS.map((value) => ({ value, label: text.colours[value] }))}
        value={colour}
        onChange={(value) => setColour((value ?? 'yellow') as LabelColour)}
      />
      <Select
        aria-label={text.subject}
        placeholder={text.subject}
        w={130}
        data={subjects.map(({ id, shortName }) => ({ value: id, label: shortName }))}
        value={subjectId}
        onChange={setSubjectId}
      />
      <DayField aria-label={text.endsOn} value={endsOn} onDay={(value) => setEndsOn(value)} />
      <Button type="submit" disabled={words.trim() === '' || subjectId === null}>
        {strings.common.save}
      </Button>
      <Button variant="default" onClick={onCancel}>
        {strings.common.cancel}
      </Button>
    </form>
  );
}
