import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { CallListRow } from '../../../core/contracts/http/lists.ts';
import type { SmsBatchAsked, SmsTemplateRow } from '../../../core/contracts/http/sms.ts';
import { mergeSms, SAMPLE_VALUES } from '../../../core/rules/sms/merge-fields.ts';
import { get, post } from '../../client/http.ts';
import { count } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { useSubjects } from '../../ui/use-subjects.ts';
import { SmsPreview } from './sms-preview.tsx';

const text = strings.sms.batch;
type Source = SmsBatchAsked['source'];
const SOURCES: readonly Source[] = ['list', 'after_attempts', 'reminder'];

interface NewBatchProps {
  templates: readonly SmsTemplateRow[];
  onDone: () => void;
  onCancel: () => void;
}

export function NewBatch({ templates, onDone, onCancel }: NewBatchProps) {
  const subjects = useSubjects();
  const [name, setName] = useState('');
  const [subjectId, setSubjectId] = useState<string | null>(null);
  const [source, setSource] = useState<Source>('list');
  const [callListId, setCallListId] = useState<string | null>(null);
  const [templateId, setTemplateId] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const lists = useQuery({
    queryKey: ['lists', 'call-lists'],
    queryFn: ({ signal }) => get<CallListRow[]>('/api/lists/call-lists', signal),
  });
  const usable = templates.filter(
    (one) =>
      one.state === 'approved' &&
      one.language === null &&
      (one.subjectId === null || one.subjectId === subjectId) &&
      (one.kind === 'promise_near') === (source === 'reminder'),
  );
  const approved = (lists.data ?? []).filter(
    (one) =>
      (one.state === 'approved' || one.state === 'queued') &&
      !one.privileged &&
      subjectId !== null &&
      one.subjectIds.includes(subjectId),
  );
  const chosen = usable.find(({ id }) => id === templateId);
  const list = source === 'list' ? approved.find(({ id }) => id === callListId) : undefined;
  const ready =
    name.trim() !== '' && subjectId !== null && chosen !== undefined && (source !== 'list' || list !== undefined);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await post('/api/sms/batches', {
        name: name.trim(),
        subjectId,
        source,
        templateId,
        callListId: list?.id ?? null,
      });
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
      <div className="card-body sms-editor">
        <div className="sms-editor-form">
          <div className="sms-editor-row">
            <Select
              label={text.subject}
              autoFocus
              openOnFocus={false}
              searchable
              w={230}
              data={subjects.filter(({ active }) => active).map((one) => ({ value: one.id, label: one.name }))}
              value={subjectId}
              onChange={setSubjectId}
            />
            <Select
              label={text.source}
              w={230}
              allowDeselect={false}
              data={SOURCES.map((value) => ({ value, label: text.sources[value] }))}
              value={source}
              onChange={(value) => setSource(SOURCES.find((one) => one === value) ?? 'list')}
            />
            {source === 'list' ? (
              <Select
                label={text.list}
                w={280}
                data={approved.map((one) => ({ value: one.id, label: `${one.name} (${count(one.persons)})` }))}
                value={callListId}
                onChange={setCallListId}
              />
            ) : null}
          </div>
          <p className="muted hint">
            {text.sourceHelp[source]}
            {source === 'list' && subjectId !== null && lists.isSuccess && approved.length === 0
              ? ` ${text.noLists}`
              : ''}
          </p>
          <div className="sms-editor-row">
            <Select
              label={text.template}
              w={280}
              data={usable.map((one) => ({ value: one.id, label: one.name }))}
              value={templateId}
              onChange={setTemplateId}
            />
            <TextInput
              label={text.name}
              w={280}
              maxLength={60}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          </div>
          {subjectId !== null && usable.length === 0 ? <p className="notice">{text.noTemplates}</p> : null}
          {error ? <ProblemNotice error={error} /> : null}
          <div className="sms-editor-row">
            <Button type="submit" disabled={busy || !ready}>
              {text.request}
            </Button>
            <Button variant="default" onClick={onCancel}>
              {strings.common.cancel}
            </Button>
          </div>
        </div>
        {chosen ? (
          <SmsPreview title={strings.sms.template.preview} text={mergeSms(chosen.body, SAMPLE_VALUES) ?? chosen.body} />
        ) : null}
      </div>
    </form>
  );
}
