import { useQuery } from '@tanstack/react-query';
import type { SmsOfPerson } from '../../../core/contracts/http/sms.ts';
import type { SmsState } from '../../../core/rules/sms/sms-state.ts';
import { get } from '../../client/http.ts';
import { monthDayTime } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { smsMark, smsTone } from './message-table.tsx';
import './sms.css';

const text = strings.sms.hand;
const OPEN: readonly SmsState[] = ['waiting', 'sending', 'accepted', 'uncertain'];

/** Every message to a person with what became of it: accepted by the carrier is never called delivered. */
export function SmsHistory({ personId }: { personId: number }) {
  const rows = useQuery({
    queryKey: ['sms', 'person', personId],
    queryFn: ({ signal }) => get<SmsOfPerson[]>(`/api/persons/${personId}/sms`, signal),
    // The carrier's report comes while somebody looks.
    refetchInterval: ({ state }) => (state.data?.some((row) => OPEN.includes(row.state)) ? 5_000 : false),
  });
  return (
    <>
      {rows.error ? <ProblemNotice error={rows.error} /> : null}
      {rows.data?.length === 0 ? <p className="muted">{text.noHistory}</p> : null}
      {rows.data && rows.data.length > 0 ? (
        <table className="table">
          <tbody>
            {rows.data.map((row) => (
              <tr key={row.id}>
                <td className="nowrap">{monthDayTime(row.at)}</td>
                <td className="nowrap">
                  <span className="tag" data-tone={smsTone[row.state]}>
                    {smsMark[row.state]} {row.stateName}
                  </span>
                </td>
                <td>
                  {row.templateName} {row.numberTail ? <span className="muted">…{row.numberTail}</span> : null}
                  {row.reason ? <div>{row.reason}</div> : null}
                  {row.body ? <div className="muted">{row.body}</div> : null}
                </td>
                <td className="nowrap muted">{row.staffName ?? text.byItself}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </>
  );
}
