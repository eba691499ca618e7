import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { CallListRow, CallListState } from '../../../core/contracts/http/lists.ts';
import { postLong } from '../../client/http.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { count, monthDayTime, yen } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { ListOutput } from './list-output.tsx';

const text = strings.lists.lists;

const marks: Record<CallListState, string> = {
  draft: '○',
  requested: '…',
  approved: '✓',
  returned: '↩',
  queued: '▶',
  withdrawn: '■',
};
const tones: Partial<Record<CallListState, string>> = {
  requested: 'warn',
  approved: 'good',
  returned: 'bad',
  queued: 'good',
};

/** The lists of a 依頼 with what can be done next; the figures of an approved one are those the officer read. */
export function CallLists({ lists, mayExport }: { lists: readonly CallListRow[]; mayExport: boolean }) {
  const client = useQueryClient();
  const [problem, setProblem] = useState<unknown>(null);
  const [note, setNote] = useState<string | null>(null);
  const act = async (id: string, verb: 'request' | 'withdraw' | 'shrink' | 'queue') => {
    setProblem(null);
    setNote(null);
    try {
      const answer = await postLong<{ left?: number } | undefined>(`/api/lists/call-lists/${id}/${verb}`);
      if (verb === 'shrink') setNote(text.shrunk(count(answer?.left ?? 0)));
      if (verb === 'queue') setNote(text.queued);
    } catch (error) {
      setProblem(error);
    }
    await client.invalidateQueries({ queryKey: ['lists', 'call-lists'] });
  };
  return (
    <section className="card" aria-label={text.title}>
      <div className="card-head">
        <h2>{text.title}</h2>
      </div>
      {problem ? <ProblemNotice error={problem} /> : null}
      {note ? (
        <p className="notice" data-tone="good" role="status">
          ✓ {note} {note === text.queued ? <a href="#/campaigns">{text.toCampaigns}</a> : null}
        </p>
      ) : null}
      {lists.length === 0 ? <p className="muted card-body">{text.empty}</p> : null}
      {lists.length > 0 ? (
        <table className="table">
          <thead>
            <tr>
              <th>{text.columns.name}</th>
              <th>{text.columns.state}</th>
              <th className="num">{text.columns.persons}</th>
              <th className="num">{text.columns.yen}</th>
              <th className="num">{text.columns.left}</th>
              <th>{text.columns.due}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {lists.map((row) => (
              <Row
                key={row.id}
                row={row}
                act={(verb) => void act(row.id, verb)}
                output={mayExport ? <ListOutput id={row.id} name={row.name} onProblem={setProblem} /> : null}
              />
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}

interface RowProps {
  row: CallListRow;
  act: (verb: 'request' | 'withdraw' | 'shrink' | 'queue') => void;
  output: ReactNode;
}

function Row({ row, act, output }: RowProps) {
  const frozen = row.state === 'approved' || row.state === 'queued';
  return (
    <tr>
      <td className="saved-name">
        <strong title={row.hash ? `${text.hash}: ${row.hash}` : ''}>{row.name}</strong>
        <span className="muted clip" title={row.sentence}>
          {row.sentence}
        </span>
        {row.answer ? (
          <span className={row.state === 'returned' ? 'list-answer' : 'muted'}>
            {text.answer}: {row.answer}
          </span>
        ) : null}
      </td>
      <td className="nowrap">
        <span className="tag" data-tone={tones[row.state]}>
          {marks[row.state]} {text.states[row.state]}
        </span>
      </td>
      <td className="num" title={frozen ? text.frozen : undefined}>
        {count(row.persons)}
      </td>
      <td className="num">{yen(row.yen)}</td>
      <td className="num" title={row.left > 0 ? text.left(count(row.left)) : undefined}>
        {row.left > 0 ? count(row.left) : ''}
      </td>
      <td className="nowrap">{row.dueOn ? monthDayTime(row.dueOn) : ''}</td>
      <td className="num">
        <span className="row-actions">
          {row.state === 'draft' || row.state === 'returned' ? (
            <Button onClick={() => act('request')}>{text.request}</Button>
          ) : null}
          {row.state === 'approved' ? <Button onClick={() => act('queue')}>{text.queue}</Button> : null}
          {frozen ? (
            <Button variant="default" title={text.shrinkHelp} onClick={() => act('shrink')}>
              {text.shrink}
            </Button>
          ) : null}
          {row.state !== 'queued' && row.state !== 'withdrawn' ? (
            <ConfirmButton
              variant="subtle"
              color="gray"
              ask={text.withdrawAsk}
              confirm={text.withdrawYes}
              label={`${row.name} ${text.withdraw}`}
              onConfirm={() => act('withdraw')}
            >
              {text.withdraw}
            </ConfirmButton>
          ) : null}
          {output}
        </span>
      </td>
    </tr>
  );
}
