import { useQuery } from '@tanstack/react-query';
import type { CoverageView } from '../../../core/contracts/http/coverage.ts';
import { get } from '../../client/http.ts';
import { count, dayWithWeekday } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';

const text = strings.campaigns.coverage;

/** What the planner says of this campaign in one line; the page of the planner has the rest. */
export function CoverageBrief({ campaignId }: { campaignId: string }) {
  const { data } = useQuery({
    queryKey: ['coverage', campaignId, 'brief'],
    queryFn: ({ signal }) => get<CoverageView>(`/api/campaigns/${campaignId}/coverage`, signal),
    staleTime: 30_000,
  });
  if (!data) return null;
  const percent = (cases: number) => (data.cases === 0 ? '—' : `${((cases / data.cases) * 100).toFixed(0)}%`);
  return (
    <p className="coverage-brief">
      <span>
        {text.title} <strong>{percent(data.coveredNow)}</strong>
      </span>
      <span>
        {text.byDay(dayWithWeekday(data.settings.dueOn))} <strong>{percent(data.covered)}</strong>
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
