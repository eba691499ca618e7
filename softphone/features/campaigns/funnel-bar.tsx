import { FUNNEL_NAMES, FUNNEL_STAGES, type Funnel } from '../../../core/rules/goals.ts';
import { count } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';

/** Where the persons of a campaign stand: one bar, and the number of each stage under its name. */
export function FunnelBar({ name, funnel }: { name: string; funnel: Funnel | undefined }) {
  const total = funnel ? FUNNEL_STAGES.reduce((sum, stage) => sum + funnel[stage], 0) : 0;
  return (
    <div className="funnel">
      <div className="funnel-bar" role="img" aria-label={strings.campaigns.progressOf(name)}>
        {FUNNEL_STAGES.map((stage) => (
          <span
            key={stage}
            data-stage={stage}
            style={{ width: total === 0 ? 0 : `${((funnel?.[stage] ?? 0) / total) * 100}%` }}
          />
        ))}
      </div>
      <dl className="funnel-numbers">
        {FUNNEL_STAGES.map((stage) => (
          <div key={stage} title={FUNNEL_NAMES[stage].note}>
            <dt>
              <span className="funnel-mark" data-stage={stage} aria-hidden />
              {FUNNEL_NAMES[stage].name}
            </dt>
            <dd>{funnel ? count(funnel[stage]) : '—'}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
