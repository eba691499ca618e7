import { useQuery } from '@tanstack/react-query';
import type { CampaignWhy as Why } from '../../../core/contracts/http/why.ts';
import { get } from '../../client/http.ts';
import { count, monthDayTime } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { whyStrings as text } from '../../ui/strings/why.ts';
import './why.css';

const REFRESH_MS = 5_000;
/** A few reasons are read, a long list is not. */
const REASONS_SHOWN = 5;

/** Why is this campaign as slow as it is now: sentences first, the figures behind them beside. */
export function CampaignWhy({ campaignId }: { campaignId: string }) {
  const why = useQuery({
    queryKey: ['campaigns', campaignId, 'why'],
    queryFn: ({ signal }) => get<Why>(`/api/campaigns/${campaignId}/why`, signal),
    refetchInterval: REFRESH_MS,
    retry: false,
  });
  if (why.error) return <ProblemNotice error={why.error} onRetry={() => void why.refetch()} />;
  if (!why.data) return null;
  const { sentences, counts, agents, waiting, ended } = why.data;
  return (
    <section className="why-campaign" aria-label={text.slowTitle}>
      <h3>{text.slowTitle}</h3>
      <ul className="why-sentences">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p className="why-figures">
        {Object.entries(text.counts).map(([key, label]) => (
          <span key={key}>
            {label} <strong>{count(counts[key as keyof Why['counts']])}</strong>
          </span>
        ))}
        <span>{text.agents(agents.ready, agents.working, agents.onBreak)}</span>
      </p>
      <div className="why-reasons">
        <Reasons title={text.waitingTitle} rows={waiting} />
        <Reasons title={text.endedTitle} rows={ended} />
      </div>
    </section>
  );
}

function Reasons({
  title,
  rows,
}: {
  title: string;
  rows: readonly { code: string; reason: string; count: number; nextAt?: string | null }[];
}) {
  if (rows.length === 0) return null;
  return (
    <div>
      <h4>{title}</h4>
      <ul>
        {rows.slice(0, REASONS_SHOWN).map((row) => (
          <li key={`${row.code} ${row.reason}`}>
            <strong>{count(row.count)}</strong>
            {text.cases} {row.reason || row.code}
            {row.nextAt ? (
              <span className="muted">
                {' '}
                {text.next} {monthDayTime(row.nextAt)}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
