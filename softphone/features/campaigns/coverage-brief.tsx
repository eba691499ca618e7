import { useQuery } from '@tanstack/react-query';
import type { CoverageView } from '../../../core/contracts/http/coverage.ts';
import { get } from '../../client/http.ts';
import { count, dayWithWeekday } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';
import { keptPercent } from '../coverage/plan-result.tsx';

const text = strings.campaigns.coverage;

/** What the planner says of this campaign in one line; the page of the planner has the rest. */
export function CoverageBrief({ campaignId }: { campaignId: string }) {
  const { data } = useQuery({
    queryKey: ['coverage', campaignId, 'brief'],
    queryFn: ({ signal }) => get<CoverageView>(`/api/campaigns/${campaignId}/coverage`, signal),
    staleTime: 30_000,
  });
  if (!data) return null;
  const { cases, coveredNow } = data;
  return (
    <p className="coverage-brief">
      <span>
        {text.title} <strong>{cases === 0 ? '—' : `${Math.floor((100 * coveredNow) / cases)}%`}</strong>
      </span>
      <span>
        {text.byDay(dayWithWeekday(data.settings.dueOn))} <strong>{cases === 0 ? '—' : `${keptPercent(data)}%`}</strong>
      </span>
      {data.impossible ? (
        <span className="tag" data-tone="bad">
          ⚠ {text.impossible(count(data.impossible.cases))}
        </span>
      ) : null}
      <a href={`#/coverage/${campaignId}`}>{text.open}</a>
    </p>
  );
}
