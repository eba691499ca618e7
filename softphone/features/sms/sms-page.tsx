import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SmsBatchRow, SmsStatus, SmsTemplateRow } from '../../../core/contracts/http/sms.ts';
import { get, post } from '../../client/http.ts';
import { goTo } from '../../shell/route.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { BatchTable } from './batch-table.tsx';
import { MessageTable } from './message-table.tsx';
import { NewBatch } from './new-batch.tsx';
import { SectionForm } from './section-form.tsx';
import { SmsStatusBar } from './sms-status.tsx';
import { TemplateEditor } from './template-editor.tsx';
import { TemplateList } from './template-list.tsx';
import './sms.css';

const text = strings.sms;

interface SmsPageProps {
  /** Nothing, `new`, `templates`, `templates/new`, `uncertain`, `batch/ID`. */
  part: string | undefined;
  more: string | undefined;
  /** Sends, texts and persons; without it only the counters and what is fixed in each message. */
  mayView: boolean;
  mayManage: boolean;
  mayLimit: boolean;
  maySection: boolean;
}

/** `#/sms`: what is sent and what became of it, the texts, and what nobody knows about. */
export function SmsPage({ part, more, mayView, mayManage, mayLimit, maySection }: SmsPageProps) {
  const client = useQueryClient();
  const [told, setTold] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [from, setFrom] = useState<SmsTemplateRow | undefined>(undefined);
  const read = <T,>(what: string) => ({
    queryKey: ['sms', what],
    queryFn: ({ signal }: { signal: AbortSignal }) => get<T>(`/api/sms/${what}`, signal),
    refetchInterval: 5_000,
  });
  const status = useQuery(read<SmsStatus>('status'));
  const batches = useQuery({ ...read<SmsBatchRow[]>('batches'), enabled: mayView });
  const templates = useQuery({ ...read<SmsTemplateRow[]>('templates'), refetchInterval: 30_000, enabled: mayView });
  const act = async (path: string, said: string) => {
    setBusy(true);
    setProblem(null);
    try {
      await post(path);
      setTold(said);
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
      await client.invalidateQueries({ queryKey: ['sms'] });
    }
  };
  const done = (said: string, ...to: string[]) => {
    setTold(said);
    goTo('sms', ...to);
    void client.invalidateQueries({ queryKey: ['sms'] });
  };
  const tab = part === 'templates' || part === 'uncertain' ? part : 'batches';
  const uncertain = status.data?.uncertain ?? 0;
  return (
    <>
      <div className="page-head">
        <h1 style={{ flex: 'none' }}>{text.title}</h1>
        <nav className="sms-tabs" aria-label={text.title} hidden={!mayView}>
          {(['batches', 'templates', 'uncertain'] as const).map((name) => (
            <a
              key={name}
              href={name === 'batches' ? '#/sms' : `#/sms/${name}`}
              aria-current={tab === name ? 'page' : undefined}
            >
              {text.tabs[name]}
              {name === 'uncertain' && uncertain > 0 ? <span className="nav-mark">{uncertain}</span> : null}
            </a>
          ))}
        </nav>
        {mayManage && part === undefined ? (
          <Button onClick={() => goTo('sms', 'new')}>{text.batch.create}</Button>
        ) : null}
        {mayManage && part === 'templates' && more === undefined ? (
          <Button
            onClick={() => {
              setFrom(undefined);
              goTo('sms', 'templates', 'new');
            }}
          >
            {text.template.create}
          </Button>
        ) : null}
      </div>
      <p className="sms-told" role="status">
        {told ? `✓ ${told}` : ''}
      </p>
      {status.data ? (
        <SmsStatusBar status={status.data} mayLimit={mayLimit} onSaved={() => done(text.status.saved)} />
      ) : null}
      {problem ? <ProblemNotice error={problem} /> : null}
      {status.error ? <ProblemNotice error={status.error} onRetry={() => void status.refetch()} /> : null}
      {part === 'new' && mayManage ? (
        <NewBatch templates={templates.data ?? []} onDone={() => done(text.batch.asked)} onCancel={() => goTo('sms')} />
      ) : null}
      {part === 'templates' && more === 'new' && mayManage ? (
        <TemplateEditor
          key={from?.id ?? 'new'}
          from={from}
          maxCharacters={status.data?.maxCharacters ?? 660}
          onSaved={(_, version) => done(text.template.saved(version), 'templates')}
          onCancel={() => goTo('sms', 'templates')}
        />
      ) : null}
      {((part === 'templates' && more === undefined) || !mayView) && maySection ? <SectionForm /> : null}
      {part === 'templates' && more === undefined && templates.data ? (
        <section className="card">
          <TemplateList
            rows={templates.data}
            mayManage={mayManage}
            busy={busy}
            onEdit={(row) => {
              setFrom(row);
              goTo('sms', 'templates', 'new');
            }}
            onAct={(row, what) =>
              void act(`/api/sms/templates/${row.id}/${what}`, what === 'request' ? text.template.asked : '')
            }
          />
        </section>
      ) : null}
      {part === 'uncertain' && mayView ? <MessageTable only="uncertain" mayManage={mayManage} /> : null}
      {part === 'batch' && more && mayView ? (
        <>
          <p>
            <a href="#/sms">← {text.message.back}</a>
          </p>
          <MessageTable key={more} batchId={more} mayManage={mayManage} />
        </>
      ) : null}
      {tab === 'batches' && part !== 'batch' && batches.data ? (
        <section className="card">
          <BatchTable
            rows={batches.data}
            mayManage={mayManage}
            busy={busy}
            onAct={(row, what) => void act(`/api/sms/batches/${row.id}/${what}`, '')}
          />
        </section>
      ) : null}
    </>
  );
}
