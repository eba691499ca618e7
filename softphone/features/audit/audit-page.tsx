import { Button, Select, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { AUDIT_ACTIONS } from '../../../core/rules/audit-actions.ts';
import { get, queryString } from '../../client/http.ts';
import { Empty } from '../../ui/empty.tsx';
import { dateTime } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { auditActionLabel, labelOf, roleLabel, strings } from '../../ui/strings.ts';
import { detailWords } from './detail-words.ts';
import './audit.css';

const text = strings.audit;
const pageSize = 100;

interface AuditEntry {
  id: number;
  at: string;
  productAt: string | null;
  login: string | null;
  role: string | null;
  ip: string | null;
  action: string;
  personId: number | null;
  subjectId: string | null;
  callId: string | null;
  recordingId: string | null;
  detail: Record<string, unknown>;
}

const actions = [
  { value: '', label: strings.common.all },
  ...AUDIT_ACTIONS.map((action) => ({ value: action, label: labelOf(auditActionLabel, action) })),
];

export function AuditPage() {
  const [action, setAction] = useState('');
  const [login, setLogin] = useState('');
  const [person, setPerson] = useState('');
  const [asked, setAsked] = useState({ action: '', login: '', personId: '' });
  const log = useInfiniteQuery({
    queryKey: ['audit', asked],
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }) =>
      get<AuditEntry[]>(`/api/audit${queryString({ ...asked, before: pageParam, limit: pageSize })}`, signal),
    getNextPageParam: (last) => (last.length < pageSize ? undefined : (last.at(-1)?.id ?? undefined)),
  });
  const entries = log.data?.pages.flat() ?? [];
  return (
    <>
      <div className="page-head">
        <h1>{text.title}</h1>
      </div>
      <section className="card">
        <form
          className="filters"
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            setAsked({ action, login: login.trim(), personId: person });
          }}
        >
          <Select
            label={text.filterAction}
            w={190}
            data={actions}
            value={action}
            onChange={(next) => setAction(next ?? '')}
          />
          <TextInput label={text.filterLogin} w={170} value={login} onChange={(e) => setLogin(e.currentTarget.value)} />
          <TextInput
            label={text.filterPerson}
            w={130}
            inputMode="numeric"
            value={person}
            onChange={(event) => setPerson(event.currentTarget.value.normalize('NFKC').replace(/\D/g, ''))}
          />
          <Button type="submit">{strings.common.search}</Button>
        </form>
        {log.error ? <ProblemNotice error={log.error} onRetry={() => void log.refetch()} /> : null}
        {log.isSuccess && entries.length === 0 ? <Empty title={text.emptyTitle}>{text.emptyBody}</Empty> : null}
        {entries.length > 0 ? (
          <table className="table audit-table">
            <thead>
              <tr>
                <th className="num">{text.columns.id}</th>
                <th>{text.columns.at}</th>
                <th>{text.columns.who}</th>
                <th>{text.columns.action}</th>
                <th>{text.columns.person}</th>
                <th>{text.columns.detail}</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <tr key={entry.id}>
                  <td className="num muted">{entry.id}</td>
                  <td className="nowrap">{dateTime(entry.at)}</td>
                  <td className="nowrap">
                    {entry.login ?? '—'} <span className="muted">{labelOf(roleLabel, entry.role)}</span>
                    <div className="muted audit-ip">{entry.ip}</div>
                  </td>
                  <td className="nowrap">{labelOf(auditActionLabel, entry.action)}</td>
                  <td>{entry.personId === null ? '' : `#${entry.personId}`}</td>
                  <td className="audit-detail">{words(entry)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
        {log.hasNextPage ? (
          <div className="card-body">
            <Button variant="default" disabled={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
              {strings.common.more}
            </Button>
          </div>
        ) : null}
      </section>
    </>
  );
}

function words({ subjectId, detail }: AuditEntry): string {
  return detailWords(subjectId === null ? detail : { subject: subjectId, ...detail });
}
