import { useQuery } from '@tanstack/react-query';
import type { ReturnRates } from '../../../core/contracts/http/inbound.ts';
import { addDays } from '../../../core/rules/tokyo-time.ts';
import { get, queryString } from '../../client/http.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { inboundStrings } from '../../ui/strings/inbound.ts';

const text = inboundStrings.settings;
const DAYS = 30;

/** 返電率 by channel, with how it is counted. */
export function ReturnRateTable({ today }: { today: string }) {
  const span = { from: addDays(today, 1 - DAYS), to: today };
  const rates = useQuery({
    queryKey: ['inbound', 'rates', span.to],
    queryFn: ({ signal }) => get<ReturnRates>(`/api/inbound/return-rate${queryString(span)}`, signal),
  });
  if (rates.error) return <ProblemNotice error={rates.error} />;
  if (!rates.data) return null;
  return (
    <section className="card">
      <div className="card-head">
        <h2>{text.rates}</h2>
      </div>
      <div className="card-body">
        <table className="table">
          <thead>
            <tr>
              <th>{text.rateColumns.channel}</th>
              <th className="num">{text.rateColumns.sent}</th>
              <th className="num">{text.rateColumns.returned}</th>
              <th className="num">{text.rateColumns.rate}</th>
            </tr>
          </thead>
          <tbody>
            {rates.data.channels.map(({ channel, name, sent, returned, percent }) => (
              <tr key={channel}>
                <td>{name}</td>
                <td className="num">{sent}</td>
                <td className="num">{returned}</td>
                <td className="num">{percent === null ? '—' : `${percent.toFixed(1)}%`}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="muted">{rates.data.note}</p>
      </div>
    </section>
  );
}
