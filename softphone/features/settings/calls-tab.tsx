import { Button, Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CallSettings, CityExtension, NewExtension } from '../../../core/contracts/http/call-settings.ts';
import { languageName, languageOptions } from '../../../core/rules/language-names.ts';
import { get, post, put } from '../../client/http.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { DayField } from '../../ui/day-field.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { useSubjects } from '../../ui/use-subjects.ts';

const text = strings.callSettings;
const KEY = ['settings', 'calls'];

type Save = (work: () => Promise<CallSettings>) => Promise<boolean>;

/** To whom a call may be passed on, and whether a recording may pause: the city's word. */
export function CallsTab({ mayEdit }: { mayEdit: boolean }) {
  const client = useQueryClient();
  const settings = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => get<CallSettings>('/api/settings/calls', signal),
  });
  const [problem, setProblem] = useState<unknown>(null);
  const [saved, setSaved] = useState(false);
  const save: Save = async (work) => {
    setProblem(null);
    setSaved(false);
    try {
      client.setQueryData(KEY, await work());
      setSaved(true);
      return true;
    } catch (error) {
      setProblem(error);
      return false;
    }
  };
  if (settings.error) return <ProblemNotice error={settings.error} onRetry={() => void settings.refetch()} />;
  if (!settings.data) return <p className="muted">{strings.common.loading}</p>;
  const { recordingPause, extensions, today } = settings.data;
  return (
    <>
      {problem ? <ProblemNotice error={problem} /> : null}
      <p className="settings-told" role="status">
        {saved ? `✓ ${text.saved}` : ''}
      </p>
      {mayEdit ? null : <p className="muted">{text.readOnly}</p>}
      <PauseCard key={JSON.stringify(recordingPause)} {...{ today, mayEdit, save }} now={recordingPause} />
      <ExtensionsCard {...{ extensions, mayEdit, save }} />
    </>
  );
}

interface PauseProps {
  now: CallSettings['recordingPause'];
  today: string;
  mayEdit: boolean;
  save: Save;
}

function PauseCard({ now, today, mayEdit, save }: PauseProps) {
  const [allowed, setAllowed] = useState(now.allowed);
  const [limitSec, setLimitSec] = useState(now.limitSec);
  const [validFrom, setValidFrom] = useState(today);
  return (
    <section className="card" aria-label={text.pause}>
      <div className="card-head">
        <h2>{text.pause}</h2>
        {now.validFrom ? <span className="muted">{text.since(now.validFrom)}</span> : null}
      </div>
      <div className="card-body form-row">
        <Checkbox
          label={text.pauseAllowed}
          checked={allowed}
          disabled={!mayEdit}
          onChange={(event) => setAllowed(event.currentTarget.checked)}
        />
        <NumberInput
          label={text.limit}
          w={110}
          min={10}
          max={600}
          disabled={!mayEdit}
          value={limitSec}
          onChange={(value) => setLimitSec(Number(value) || 0)}
        />
        <DayField
          label={text.from}
          min={today}
          disabled={!mayEdit}
          value={validFrom}
          onDay={(value) => setValidFrom(value)}
        />
        <Button
          disabled={!mayEdit}
          onClick={() =>
            void save(() => put<CallSettings>('/api/settings/recording-pause', { validFrom, allowed, limitSec }))
          }
        >
          {text.save}
        </Button>
      </div>
      <p className="card-body settings-note">{text.pauseNote}</p>
    </section>
  );
}

interface ExtensionsProps {
  extensions: readonly CityExtension[];
  mayEdit: boolean;
  save: Save;
}

function ExtensionsCard({ extensions, mayEdit, save }: ExtensionsProps) {
  const subjects = useSubjects();
  const nameOf = (id: string | null) =>
    id === null ? text.everySubject : (subjects.find((subject) => subject.id === id)?.name ?? id);
  return (
    <section className="card" aria-label={text.extensions}>
      <div className="card-head">
        <h2>{text.extensions}</h2>
      </div>
      <p className="card-body settings-note">{text.extensionsNote}</p>
      {mayEdit ? <NewExtensionForm save={save} /> : null}
      {extensions.length === 0 ? <p className="muted card-body">{text.empty}</p> : null}
      {extensions.length > 0 ? (
        <table className="table">
          <thead>
            <tr>
              {Object.values(text.columns).map((column) => (
                <th key={column}>{column}</th>
              ))}
              <th>
                <span className="sr-only">{text.retire}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {extensions.map(({ id, label, number, kind, subjectId, language, active }) => (
              <tr key={id}>
                <td>{label}</td>
                <td>{number}</td>
                <td>{text.kinds[kind]}</td>
                <td>{nameOf(subjectId)}</td>
                <td>{language === null ? '' : languageName(language)}</td>
                <td className="num">
                  {active && mayEdit ? (
                    <ConfirmButton
                      label={`${label} ${text.retire}`}
                      ask={text.retireAsk}
                      confirm={text.retireYes}
                      onConfirm={() => void save(() => post<CallSettings>(`/api/settings/extensions/${id}/retire`))}
                    >
                      {text.retire}
                    </ConfirmButton>
                  ) : null}
                  {active ? null : <span className="tag">■ {text.retired}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}

const NOTHING: NewExtension = { label: '', number: '', kind: 'city', subjectId: null, language: null };

function NewExtensionForm({ save }: { save: Save }) {
  const subjects = useSubjects();
  const [draft, setDraft] = useState(NOTHING);
  const change = (part: Partial<NewExtension>) => setDraft((before) => ({ ...before, ...part }));
  const add = async () => {
    if (await save(() => post<CallSettings>('/api/settings/extensions', draft))) setDraft(NOTHING);
  };
  return (
    <form
      className="card-body form-row"
      aria-label={text.add}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <TextInput
        label={text.columns.label}
        w={180}
        maxLength={40}
        value={draft.label}
        onChange={(event) => change({ label: event.currentTarget.value })}
      />
      <TextInput
        label={text.columns.number}
        w={150}
        inputMode="numeric"
        value={draft.number}
        onChange={(event) => change({ number: event.currentTarget.value.normalize('NFKC').replace(/\D/g, '') })}
      />
      <Select
        label={text.columns.kind}
        w={150}
        allowDeselect={false}
        data={(['city', 'interpreter'] as const).map((value) => ({ value, label: text.kinds[value] }))}
        value={draft.kind}
        onChange={(kind) => change({ kind: kind === 'interpreter' ? 'interpreter' : 'city' })}
      />
      <Select
        label={text.columns.subject}
        w={200}
        clearable
        placeholder={text.everySubject}
        data={subjects.map(({ id, name }) => ({ value: id, label: name }))}
        value={draft.subjectId}
        onChange={(subjectId) => change({ subjectId })}
      />
      <Select
        label={text.columns.language}
        w={140}
        clearable
        placeholder={text.noLanguage}
        data={languageOptions()}
        value={draft.language}
        onChange={(language) => change({ language })}
      />
      <Button type="submit" disabled={draft.label.trim() === '' || draft.number.length < 2}>
        {text.add}
      </Button>
    </form>
  );
}
