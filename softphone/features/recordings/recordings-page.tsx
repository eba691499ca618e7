import { Button, Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RecordingRow } from '../../../core/contracts/http/records.ts';
import { get, queryString } from '../../client/http.ts';
import { DayField } from '../../ui/day-field.tsx';
import { Empty } from '../../ui/empty.tsx';
import { dateTime, duration } from '../../ui/format.ts';
import { PersonName } from '../../ui/person-name.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { labelOf, recordingFlagLabel, recordingStateLabel, strings } from '../../ui/strings.ts';
import { SubjectStripe } from '../../ui/subject-stripe.tsx';
import { useSubjects } from '../../ui/use-subjects.ts';
import { IncidentList } from './incident-list.tsx';
import { emptyFilters, filterQuery, outcomeOf, type RecordingFilters, resultOptions } from './recording-filters.ts';

const text = strings.recordings;
const pageSize = 50;

export function RecordingsPage() {
  const [filters, setFilters] = useState<RecordingFilters>(emptyFilters);
  const list = useInfiniteQuery({
    queryKey: ['recordings', filters],
    initialPageParam: null as RecordingRow | null,
    queryFn: ({ pageParam, signal }) =>
      get<RecordingRow[]>(
        `/api/recordings${queryString({
          ...filterQuery(filters),
          limit: pageSize,
          beforeStartedAt: pageParam?.startedAt,
          beforeId: pageParam?.id,
        })}`,
        signal,
      ),
    getNextPageParam: (last) => (last.length < pageSize ? undefined : last.at(-1)),
    refetchInterval: 10_000,
  });
  const loaded = list.data?.pages.flat() ?? [];
  const agents = [...new Set(loaded.map(({ agentName }) => agentName ?? ''))].filter((name) => name !== '').sort();
  const rows = filters.agent === '' ? loaded : loaded.filter(({ agentName }) => agentName === filters.agent);
  const filtered = filters !== emptyFilters;
  return (
    <>
      <div className="page-head">
        <h1>{text.title}</h1>
      </div>
      <IncidentList />
      <section className="card">
        <Filters filters={filters} agents={agents} onChange={setFilters} />
        {list.error ? <ProblemNotice error={list.error} onRetry={() => void list.refetch()} /> : null}
        {list.isSuccess && rows.length === 0 ? (
          filtered ? (
            <Empty title={text.noneTitle}>{text.noneBody}</Empty>
          ) : (
            <Empty title={text.emptyTitle}>{text.emptyBody}</Empty>
          )
        ) : null}
        {rows.length > 0 ? <Rows rows={rows} /> : null}
        {list.hasNextPage ? (
          <div className="card-body">
            <Button variant="default" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {strings.common.more}
            </Button>
          </div>
        ) : null}
      </section>
    </>
  );
}

interface FiltersProps {
  filters: RecordingFilters;
  agents: readonly string[];
  onChange: (filters: RecordingFilters) => void;
}

function Filters({ filters, agents, onChange }: FiltersProps) {
  const subjects = useSubjects();
  const any = { value: '', label: text.filters.any };
  const set = (change: Partial<RecordingFilters>) => onChange({ ...filters, ...change });
  const lengths = Object.entries(text.filters.lengths).map(([value, label]) => ({ value, label }));
  return (
    <div className="filters">
      <DayField
        direction="back"
        label={text.filters.from}
        value={filters.from}
        onDay={(value) => set({ from: value })}
      />
      <DayField direction="back" label={text.filters.to} value={filters.to} onDay={(value) => set({ to: value })} />
      <Select
        label={text.filters.subject}
        w={190}
        data={[any, ...subjects.map(({ id, name }) => ({ value: id, label: name }))]}
        value={filters.subject}
        onChange={(subject) => set({ subject: subject ?? '' })}
      />
      <Select
        label={text.filters.agent}
        w={130}
        data={[any, ...agents.map((name) => ({ value: name, label: name }))]}
        value={filters.agent}
        onChange={(agent) => set({ agent: agent ?? '' })}
      />
      <Select
        label={text.filters.result}
        w={170}
        data={[any, ...resultOptions]}
        value={filters.result}
        onChange={(result) => set({ result: result ?? '' })}
      />
      <Select
        label={text.filters.length}
        w={120}
        data={[any, ...lengths]}
        value={filters.length}
        onChange={(length) => set({ length: length ?? '' })}
      />
    </div>
  );
}

function Rows({ rows }: { rows: readonly RecordingRow[] }) {
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{text.columns.time}</th>
          <th>{text.columns.subject}</th>
          <th>{text.columns.person}</th>
          <th>{text.columns.agent}</th>
          <th>{text.columns.result}</th>
          <th className="num">{text.columns.length}</th>
          <th>{text.columns.state}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td className="nowrap">
              <a href={`#/recordings/${row.id}`}>{dateTime(row.startedAt)}</a>
            </td>
            <td>{row.subject ? <SubjectStripe name={row.subject.shortName} colour={row.subject.colour} /> : '—'}</td>
            <td>{personCell(row)}</td>
            <td>{row.agentName ?? '—'}</td>
            <td>{outcomeOf(row)}</td>
            <td className="num">{row.seconds === null ? '—' : duration(row.seconds)}</td>
            <td>
              {labelOf(recordingStateLabel, row.state)}{' '}
              {row.flags.map((flag) => (
                <span key={flag} className="tag" data-tone="warn">
                  ⚠ {labelOf(recordingFlagLabel, flag)}
                </span>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function personCell({ personMasked, personName }: RecordingRow) {
  if (personMasked) {
    return (
      <span className="tag" data-tone="bad">
        ⚠ {strings.desk.case.shielded}
      </span>
    );
  }
  return personName ? <PersonName name={personName} /> : '—';
}
