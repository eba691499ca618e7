import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ScriptEntry, ScriptSave } from '../../../core/contracts/http/scripts.ts';
import { languageName } from '../../../core/rules/language-names.ts';
import { get, post } from '../../client/http.ts';
import { Empty } from '../../ui/empty.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { caseStrings } from '../../ui/strings/case.ts';
import { strings } from '../../ui/strings.ts';
import { useSubjects } from '../../ui/use-subjects.ts';
import { newScript, nextVersion } from './script-draft.ts';
import { ScriptEditor } from './script-editor.tsx';
import './scripts.css';

const text = caseStrings.scripts;
const path = '/api/scripts';

/** What agents say: versions by day, an editor with the way it looks before and after the check. */
export function ScriptsPage({ today, mayEdit }: { today: string; mayEdit: boolean }) {
  const client = useQueryClient();
  const list = useQuery({ queryKey: ['scripts'], queryFn: ({ signal }) => get<ScriptEntry[]>(path, signal) });
  const [draft, setDraft] = useState<ScriptSave | null>(null);
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [saved, setSaved] = useState(false);
  const act = async (work: () => Promise<unknown>) => {
    setProblem(null);
    setSaving(true);
    try {
      await work();
      setDraft(null);
      setSaved(true);
    } catch (error) {
      setProblem(error);
    }
    setSaving(false);
    await client.invalidateQueries({ queryKey: ['scripts'] });
  };
  const edit = (next: ScriptSave) => {
    setSaved(false);
    setProblem(null);
    setDraft(next);
  };
  // The first one is open before anybody chose.
  const [first] = list.data ?? [];
  const shown = draft ?? (first ? nextVersion(first, today) : null);
  return (
    <>
      <div className="page-head">
        <h1>{text.title}</h1>
        <span className="muted">{text.lead}</span>
        {mayEdit ? <Button onClick={() => edit(newScript(today))}>{text.add}</Button> : null}
        {saved ? <span role="status">✓ {text.saved}</span> : null}
      </div>
      {list.error ? <ProblemNotice error={list.error} onRetry={() => void list.refetch()} /> : null}
      {problem ? <ProblemNotice error={problem} /> : null}
      <div className="scripts-page">
        <ScriptList
          entries={list.data ?? []}
          chosen={shown?.replaces ?? null}
          onChoose={(one) => edit(nextVersion(one, today))}
        />
        {shown ? (
          <ScriptEditor
            key={shown.replaces ?? 'new'}
            draft={shown}
            today={today}
            mayEdit={mayEdit}
            saving={saving}
            onChange={setDraft}
            onSave={() => void act(() => post(path, shown))}
            onEnd={
              shown.replaces ? () => void act(() => post(`${path}/${shown.replaces}/end`, { lastDay: today })) : null
            }
          />
        ) : (
          <Empty title={list.isSuccess ? text.empty : strings.common.loading} />
        )}
      </div>
    </>
  );
}

interface ScriptListProps {
  entries: readonly ScriptEntry[];
  chosen: string | null;
  onChoose: (entry: ScriptEntry) => void;
}

function ScriptList({ entries, chosen, onChoose }: ScriptListProps) {
  const subjects = useSubjects();
  const nameOf = (id: string | null) => subjects.find((one) => one.id === id)?.shortName ?? id ?? text.everySubject;
  return (
    <nav className="scripts-list" aria-label={text.title}>
      {entries.map((entry) => (
        <button
          key={entry.id}
          type="button"
          aria-current={entry.id === chosen ? 'true' : undefined}
          data-state={entry.state}
          onClick={() => onChoose(entry)}
        >
          <strong>{entry.name}</strong>
          <span className="muted">
            {nameOf(entry.subjectId)} ・ {entry.attribute ? text.attributes[entry.attribute] : text.everybody}
            {entry.stage ? ` ・ ${entry.stage}` : ''}
            {entry.language ? ` ・ ${languageName(entry.language)}` : ''}
          </span>
          <span className="tag" data-tone={entry.state === 'current' ? 'good' : undefined}>
            {text.states[entry.state]} {entry.validFrom < '1900' ? '' : entry.validFrom}
            {entry.validTo ? `〜${entry.validTo}` : ''}
          </span>
        </button>
      ))}
    </nav>
  );
}
