import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useMemo, useRef, useState } from 'react';
import type { SmsTemplateDraft, SmsTemplateRow } from '../../../core/contracts/http/sms.ts';
import { languageName } from '../../../core/rules/language-names.ts';
import { templateProblems } from '../../../core/rules/sms/forbidden-text.ts';
import {
  mergeSms,
  REQUIRED_FIELDS,
  SAMPLE_VALUES,
  SMS_FIELDS,
  SMS_KIND_NAMES,
  type SmsField,
  type SmsKind,
} from '../../../core/rules/sms/merge-fields.ts';
import { post } from '../../client/http.ts';
import { count } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { useSubjects } from '../../ui/use-subjects.ts';
import { SmsPreview, useSmsCount } from './sms-preview.tsx';

const text = strings.sms.template;
const LANGUAGES = ['en', 'vi', 'ne', 'zh', 'ko', 'pt'];

interface TemplateEditorProps {
  /** What the new version begins with. */
  from: SmsTemplateRow | undefined;
  maxCharacters: number;
  onSaved: (id: string, version: number) => void;
  onCancel: () => void;
}

/** Writing a text: what it costs and what may not stand in it is said with every key, by the rules that the server asks too. */
export function TemplateEditor({ from, maxCharacters, onSaved, onCancel }: TemplateEditorProps) {
  const subjects = useSubjects();
  const area = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState<SmsTemplateDraft>({
    name: from?.name ?? '',
    kind: from?.kind ?? 'call_back',
    subjectId: from?.subjectId ?? null,
    language: from?.language ?? null,
    body: from?.body ?? text.start,
  });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const set = (change: Partial<SmsTemplateDraft>) => setDraft((old) => ({ ...old, ...change }));
  const subjectNames = useMemo(() => subjects.flatMap(({ name, shortName }) => [name, shortName]), [subjects]);
  const problems = templateProblems(draft.body, { kind: draft.kind, subjectNames, maxCharacters });
  const sample = mergeSms(draft.body, SAMPLE_VALUES) ?? draft.body;
  const { units, parts, left } = useSmsCount(sample);
  const insert = (field: SmsField) => {
    const at = area.current?.selectionStart ?? draft.body.length;
    set({ body: `${draft.body.slice(0, at)}{${field}}${draft.body.slice(area.current?.selectionEnd ?? at)}` });
    area.current?.focus();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const saved = await post<{ id: string; version: number }>('/api/sms/templates', {
        ...draft,
        name: draft.name.trim(),
      });
      onSaved(saved.id, saved.version);
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="card" aria-label={text.create} onSubmit={(event) => void submit(event)}>
      <div className="card-head">
        <h2>{from ? text.newVersion : text.create}</h2>
      </div>
      <div className="card-body sms-editor">
        <div className="sms-editor-form">
          <div className="sms-editor-row">
            <TextInput
              label={text.name}
              w={230}
              maxLength={60}
              autoFocus
              readOnly={from !== undefined}
              value={draft.name}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
            <Select
              label={text.kind}
              w={210}
              allowDeselect={false}
              data={Object.entries(SMS_KIND_NAMES).map(([value, label]) => ({ value, label }))}
              value={draft.kind}
              onChange={(kind) => set({ kind: (kind ?? 'call_back') as SmsKind })}
            />
            <Select
              label={text.subject}
              w={190}
              clearable
              placeholder={text.everySubject}
              data={subjects.map(({ id, name }) => ({ value: id, label: name }))}
              value={draft.subjectId}
              onChange={(subjectId) => set({ subjectId })}
            />
            <Select
              label={text.language}
              w={130}
              clearable
              placeholder={text.japanese}
              data={LANGUAGES.map((value) => ({ value, label: languageName(value) }))}
              value={draft.language}
              onChange={(language) => set({ language })}
            />
          </div>
          <Textarea
            ref={area}
            label={text.body}
            autosize
            minRows={4}
            maxRows={9}
            value={draft.body}
            onChange={(event) => set({ body: event.currentTarget.value })}
            aria-describedby="sms-count sms-problems"
          />
          <p className="sms-count" id="sms-count" role="status">
            <span>{text.count(count(units), count(parts), count(left))}</span>
            <span>{problems.length === 0 ? text.fine : text.problems(problems.length)}</span>
          </p>
          <ul className="sms-problems" id="sms-problems">
            {problems.map(({ code, found, message }) => (
              <li key={`${code} ${found}`}>{message}</li>
            ))}
          </ul>
          <fieldset className="sms-editor-row" aria-label={text.insert}>
            {(Object.keys(SMS_FIELDS) as SmsField[]).map((field) => (
              <Button key={field} size="xs" variant="default" onClick={() => insert(field)}>
                {SMS_FIELDS[field]} {REQUIRED_FIELDS.includes(field) ? `(${text.required})` : ''}
              </Button>
            ))}
          </fieldset>
          {error ? <ProblemNotice error={error} /> : null}
          <div className="sms-editor-row">
            <Button type="submit" disabled={busy || problems.length > 0 || draft.name.trim() === ''}>
              {text.save}
            </Button>
            <Button variant="default" onClick={onCancel}>
              {strings.common.cancel}
            </Button>
          </div>
        </div>
        <SmsPreview title={text.preview} text={sample} note={`${text.previewNote}${text.single}`} />
      </div>
    </form>
  );
}
