import { Button, Select, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { AUDIT_ACTIONS } from '../../../core/rules/audit-actions.ts';
import { get, queryString } from '../../client/http.ts';
import { Empty } from '../../ui/empty.tsx';
import { dateTime } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { auditActionLabel, labelOf, strings } from '../../ui/strings.ts';

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
  const [asked, setAsked] = useState({ action: '', login: '' });
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
          onSubmit={(event) => {
            event.preventDefault();
            setAsked({ action, login: login.trim() });
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
          <Button type="submit">{strings.common.search}</Button>
        </form>
        {log.error ? <ProblemNotice error={log.error} onRetry={() => void log.refetch()} /> : null}
        {log.isSuccess && entries.length === 0 ? <Empty title={text.emptyTitle}>{text.emptyBody}</Empty> : null}
        {entries.length > 0 ? (
          <table className="table">
            <thead>
              <tr>
                <th className="num">No.</th>
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
                    {entry.login ?? '—'} <span className="muted">{entry.ip}</span>
                  </td>
                  <td>{labelOf(auditActionLabel, entry.action)}</td>
                  <td>{entry.personId === null ? '' : `#${entry.personId}`}</td>
                  <td className="muted">{detailText(entry)}</td>
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

function detailText({ detail, subjectId }: AuditEntry): string {
  const facts = Object.entries(detail).map(
    ([key, value]) => `${key}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
  );
  return [subjectId ? `subject=${subjectId}` : null, ...facts].filter((fact) => fact !== null).join(' ');
}
