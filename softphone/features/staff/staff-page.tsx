import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { StaffChange, StaffRow } from '../../../core/contracts/http/records.ts';
import { get, post } from '../../client/http.ts';
import { Empty } from '../../ui/empty.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { useSubjects } from '../../ui/use-subjects.ts';
import { NewStaff } from './new-staff.tsx';
import { StaffTable } from './staff-table.tsx';
import './staff.css';

const text = strings.staff;

export function StaffPage() {
  const client = useQueryClient();
  const subjects = useSubjects();
  const [creating, setCreating] = useState(false);
  const [changingId, setChangingId] = useState<string | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [told, setTold] = useState<string | null>(null);
  const list = useQuery({ queryKey: ['staff'], queryFn: ({ signal }) => get<StaffRow[]>('/api/staff', signal) });
  const refresh = () => client.invalidateQueries({ queryKey: ['staff'] });
  const change = async (row: StaffRow, wanted: StaffChange) => {
    setProblem(null);
    setTold(null);
    try {
      await post(`/api/staff/${row.id}/change`, wanted);
      setChangingId(null);
      setTold(text.saved(wanted.displayName ?? row.displayName));
    } catch (error) {
      setProblem(error);
    }
    await refresh();
  };
  return (
    <>
      <div className="page-head">
        <h1>{text.title}</h1>
        <span className="staff-told" role="status">
          {told ? `✓ ${told}` : ''}
        </span>
        {creating ? null : <Button onClick={() => setCreating(true)}>{text.create}</Button>}
      </div>
      {creating ? (
        <NewStaff
          onCancel={() => setCreating(false)}
          onDone={() => {
            setCreating(false);
            void refresh();
          }}
        />
      ) : null}
      {problem ? <ProblemNotice error={problem} /> : null}
      <section className="card">
        {list.error ? <ProblemNotice error={list.error} onRetry={() => void list.refetch()} /> : null}
        {list.data?.length === 0 ? <Empty title={text.emptyTitle}>{text.emptyBody}</Empty> : null}
        {list.data && list.data.length > 0 ? (
          <StaffTable
            rows={list.data}
            subjects={subjects}
            changingId={changingId}
            onOpen={setChangingId}
            onChange={(row, wanted) => void change(row, wanted)}
          />
        ) : null}
      </section>
    </>
  );
}
