import { Button, NavLink, Textarea, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { get, put } from '../../client/http.ts';
import { Empty } from '../../ui/empty.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { LayoutIssues } from './layout-issues.tsx';
import '../imports/imports.css';

const text = strings.layouts;

/** Layouts are data: an administrator adds a city's format here, and the next import knows it. */
export function LayoutsPage() {
  const client = useQueryClient();
  const list = useQuery({ queryKey: ['layouts'], queryFn: ({ signal }) => get<string[]>('/api/layouts', signal) });
  const [chosen, setChosen] = useState<string | null>(null);
  const [draft, setDraft] = useState<{ name: string; body: string } | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [saved, setSaved] = useState(false);

  const open = async (name: string) => {
    setError(null);
    setSaved(false);
    try {
      const body = await get<unknown>(`/api/layouts/${encodeURIComponent(name)}`);
      setChosen(name);
      setDraft({ name, body: JSON.stringify(body, null, 2) });
    } catch (refused) {
      setError(refused);
    }
  };
  const save = async () => {
    if (!draft) return;
    setSaved(false);
    try {
      const body: unknown = JSON.parse(draft.body);
      await put(`/api/layouts/${encodeURIComponent(draft.name)}`, body);
      setError(null);
      setSaved(true);
      setChosen(draft.name);
      await client.invalidateQueries({ queryKey: ['layouts'] });
    } catch (refused) {
      setError(refused);
    }
  };
  return (
    <>
      <div className="page-head">
        <h1>{text.title}</h1>
        <Button
          variant="default"
          onClick={() => {
            setChosen(null);
            setSaved(false);
            setDraft({ name: '', body: draft?.body ?? '{\n}' });
          }}
        >
          {text.new}
        </Button>
      </div>
      <p className="muted">{text.lead}</p>
      {list.error ? <ProblemNotice error={list.error} onRetry={() => void list.refetch()} /> : null}
      <section className="card">
        <div className="card-body layout-grid">
          <nav aria-label={text.title}>
            {list.data?.length === 0 ? <p className="muted">{text.emptyTitle}</p> : null}
            {list.data?.map((name) => (
              <NavLink
                key={name}
                component="button"
                label={name}
                active={name === chosen}
                onClick={() => void open(name)}
              />
            ))}
          </nav>
          {draft ? (
            <div style={{ display: 'grid', gap: 10 }}>
              <TextInput
                label={text.name}
                w={260}
                disabled={chosen !== null}
                value={draft.name}
                onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
              />
              <Textarea
                label={text.body}
                rows={20}
                spellCheck={false}
                value={draft.body}
                onChange={(event) => setDraft({ ...draft, body: event.currentTarget.value })}
              />
              {error ? <LayoutIssues error={error} /> : null}
              {saved ? (
                <div className="notice" data-tone="good" role="status">
                  <p>✓ {text.saved}</p>
                </div>
              ) : null}
              <div>
                <Button disabled={draft.name === ''} onClick={() => void save()}>
                  {text.save}
                </Button>
              </div>
            </div>
          ) : (
            <Empty title={text.chooseTitle}>{text.chooseBody}</Empty>
          )}
        </div>
      </section>
    </>
  );
}
