import { useMemo, useState } from 'react';
import type { WhatIfSlider } from '../../../core/contracts/http/coverage.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { AtRiskList } from './at-risk-list.tsx';
import { BandTable, DayChart, PlanHeadline, PlanRisks, RingingNote } from './plan-result.tsx';
import { PlanSliders } from './plan-sliders.tsx';
import { type PlanChange, usePlan } from './use-plan.ts';
import { WhatIfCurves } from './what-if-curves.tsx';

const text = strings.coverage;
/** Fewer calls than these say little about a campaign. */
const FEW_CALLS = 200;

interface PlanPanelProps {
  campaignId: string;
  /** As chosen on the page; null = the campaign's own. */
  dueOn: string | null;
  mayView: boolean;
}

export function PlanPanel({ campaignId, dueOn, mayView }: PlanPanelProps) {
  const [change, setChange] = useState<PlanChange>({});
  const [slider, setSlider] = useState<WhatIfSlider>('seats');
  // One object for one wish: what is new each time would be asked again and again.
  const asked = useMemo(() => (dueOn === null ? change : { ...change, dueOn }), [change, dueOn]);
  const { standing, view, changed, curve } = usePlan(campaignId, asked, slider);
  const problem = standing.error ?? changed.error;
  if (problem) return <ProblemNotice error={problem} onRetry={() => void standing.refetch()} />;
  if (!view) return <p className="muted">{text.curves.calculating}</p>;
  return (
    <div className="plan-grid">
      <div>
        <PlanSliders
          settings={{ ...view.settings, ...change }}
          changed={Object.keys(change).length > 0}
          onChange={(one, moved) => {
            setChange({ ...change, ...one });
            setSlider(moved);
          }}
          onReset={() => setChange({})}
        />
        <PlanRisks view={view} />
      </div>
      <div>
        <section className="card" aria-label={text.promise}>
          <div className="card-head">
            <h2>{text.promise}</h2>
          </div>
          <div className="card-body">
            <PlanHeadline view={view} />
            {view.dueOnIsGuess && dueOn === null ? <p className="muted plan-note">{text.dueOnGuess}</p> : null}
          </div>
        </section>
        <section className="card" aria-label={text.curves[slider]} aria-busy={curve.isFetching}>
          <div className="card-head">
            <h2>{text.curves[slider]}</h2>
            {curve.isFetching ? <span className="muted">{text.curves.calculating}</span> : null}
          </div>
          <div className="card-body">
            {curve.error ? <ProblemNotice error={curve.error} onRetry={() => void curve.refetch()} /> : null}
            {curve.data ? <WhatIfCurves view={curve.data} /> : null}
            {view.ownCalls < FEW_CALLS ? <p className="muted plan-note">{text.few}</p> : null}
          </div>
        </section>
        <section className="card" aria-label={text.chart}>
          <div className="card-body">
            <DayChart view={view} />
          </div>
          <BandTable view={view} />
          <RingingNote ringing={view.ringing} />
        </section>
        {mayView ? <AtRiskList campaignId={campaignId} dueOn={view.settings.dueOn} /> : null}
      </div>
    </div>
  );
}
