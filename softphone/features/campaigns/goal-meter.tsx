import { type GoalCounts, metricValue } from '../../../core/rules/goals.ts';
import { count } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';

const text = strings.campaigns;

/** Contact rate against its goal; the tick on the bar is the goal. */
export function GoalMeter({ counts, goalPercent }: { counts: GoalCounts | undefined; goalPercent: number }) {
  const rate = counts ? metricValue('contact_rate', counts) : null;
  const reached = rate !== null && rate >= goalPercent;
  return (
    <div className="meter" data-reached={reached || undefined}>
      <span className="meter-value">
        <strong>{rate === null ? '—' : `${rate.toFixed(1)}%`}</strong> {reached ? '✓' : ''}
      </span>
      <span className="meter-bar" aria-hidden>
        <span style={{ width: `${Math.min(100, rate ?? 0)}%` }} />
        <i style={{ left: `${goalPercent}%` }} />
      </span>
      <span className="muted meter-foot">
        <span>{counts ? text.contactOf(count(counts.contacted), count(counts.requested)) : ' '}</span>
        <span>{text.contactGoal(String(goalPercent))}</span>
      </span>
    </div>
  );
}
