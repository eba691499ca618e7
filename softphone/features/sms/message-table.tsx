import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SmsMessageRow } from '../../../core/contracts/http/sms.ts';
import { SMS_STATE_NAMES, SMS_STATES, type SmsState } from '../../../core/rules/sms/sms-state.ts';
import { get, post } from '../../client/http.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { monthDayTime } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';

const text = strings.sms.message;
export const smsTone: Record<SmsState, string> = {
  waiting: '',
  sending: 'accent',
  accepted: 'accent',
  delivered: 'good',
  failed: 'bad',
  refused: '',
  uncertain: 'warn',
};
export const smsMark: Record<SmsState, string> = {
  waiting: '○',
  sending: '▶',
  accepted: '→',
  delivered: '✓',
  failed: '✗',
  refused: '—',
  uncertain: '?',
};

interface MessageTableProps {
  batchId?: string;
  /** Fixed; else the viewer chooses. */
  only?: SmsState;
  mayManage: boolean;
}

export function MessageTable({ batchId, only, mayManage }: MessageTableProps) {
  const [state, setState] = useState<SmsState | null>(only ?? null);
  const [problem, setProblem] = useState<unknown>(null);
  const query = new URLSearchParams({ ...(batchId ? { batchId } : {}), ...(state ? { state } : {}) });
  const rows = useQuery({
    queryKey: ['sms', 'messages', query.toString()],
    queryFn: ({ signal }) => get<SmsMessageRow[]>(`/api/sms/messages?${query}`, signal),
    refetchInterval: 10_000,
  });
  const settle = async (id: string, as: 'sent' | 'not_sent') => {
    setProblem(null);
    try {
      await post(`/api/sms/messages/${id}/resolve`, { as });
    } catch (error) {
      setProblem(error);
    }
    await rows.refetch();
  };
  return (
    <section className="card">
      {only === undefined ? (
        <div className="card-head">
          <Select
            aria-label={text.columns.state}
            clearable
            placeholder={text.all}
            w={220}
            data={SMS_STATES.map((value) => ({ value, label: SMS_STATE_NAMES[value] }))}
            value={state}
            onChange={(value) => setState(SMS_STATES.find((one) => one === value) ?? null)}
          />
        </div>
      ) : null}
      {rows.error ? <ProblemNotice error={rows.error} onRetry={() => void rows.refetch()} /> : null}
      {problem ? <ProblemNotice error={problem} /> : null}
      {rows.data?.length === 0 ? (
        <Empty title={text.emptyTitle}>{only === 'uncertain' ? text.none : text.emptyBody}</Empty>
      ) : null}
      {only === 'uncertain' && rows.data && rows.data.length > 0 ? (
        <p className="card-body muted">{text.settle}</p>
      ) : null}
      {rows.data && rows.data.length > 0 ? (
        <table className="table">
          <thead>
            <tr>
              <th>{text.columns.person}</th>
              <th>{text.columns.number}</th>
              <th>{text.columns.state}</th>
              <th>{text.columns.reason}</th>
              <th>{text.columns.sent}</th>
              <th className="num">{text.columns.parts}</th>
            </tr>
          </thead>
          <tbody>
            {rows.data.map((row) => (
              <tr key={row.id}>
                <td>{row.masked ? text.masked : <a href={`#/persons/${row.personId}`}>{row.name}</a>}</td>
                <td className="nowrap">{row.numberTail ? `…${row.numberTail}` : ''}</td>
                <td className="nowrap">
                  <span className="tag" data-tone={smsTone[row.state]}>
                    {smsMark[row.state]} {SMS_STATE_NAMES[row.state]}
                  </span>
                </td>
                <td>
                  {row.reason ?? ''}
                  {mayManage && row.state === 'uncertain' ? (
                    <span className="row-actions">
                      <ConfirmButton
                        ask={text.sentAsk}
                        confirm={text.settleConfirm}
                        onConfirm={() => void settle(row.id, 'sent')}
                      >
                        {text.wasSent}
                      </ConfirmButton>
                      <ConfirmButton
                        ask={text.notSentAsk}
                        confirm={text.settleConfirm}
                        onConfirm={() => void settle(row.id, 'not_sent')}
                      >
                        {text.wasNotSent}
                      </ConfirmButton>
                    </span>
                  ) : null}
                </td>
                <td className="nowrap">{row.sentAt ? monthDayTime(row.sentAt) : ''}</td>
                <td className="num">{row.parts ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}
