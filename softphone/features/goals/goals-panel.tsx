import { Button, SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { GoalsBy, GoalsView } from '../../../core/contracts/http/goals.ts';
import { COUNT_NAMES, METRICS } from '../../../core/rules/goals.ts';
import { get, queryString } from '../../client/http.ts';
import { DayField } from '../../ui/day-field.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { useSubjects } from '../../ui/use-subjects.ts';
import { GoalsTable } from './goals-table.tsx';
import { type Preset, presetPeriod } from './period.ts';
import { SmallMultiple } from './small-multiple.tsx';
import './goals.css';

const text = strings.goals;
const groupings: readonly GoalsBy[] = ['subject', 'band', 'seat', 'day'];
const presets: readonly Preset[] = ['today', 'week', 'month', 'lastMonth'];

export function GoalsPanel({ today }: { today: string }) {
  const [period, setPeriod] = useState(() => presetPeriod('month', today));
  const [by, setBy] = useState<GoalsBy>('subject');
  const subjects = useSubjects();
  const query = useQuery({
    queryKey: ['goals', period, by],
    queryFn: ({ signal }) => get<GoalsView>(`/api/goals${queryString({ ...period, by })}`, signal),
    placeholderData: keepPreviousData,
    enabled: period.from !== '' && period.to !== '',
  });
  const view = query.data;
  const topPercent = Math.max(50, ...(view?.curves.map(highest) ?? [])) * 1.05;
  return (
    <>
      <div className="card filters">
        <DayField
          direction="back"
          label={text.from}
          value={period.from}
          onDay={(value) => setPeriod({ ...period, from: value })}
        />
        <DayField
          direction="back"
          label={text.to}
          value={period.to}
          onDay={(value) => setPeriod({ ...period, to: value })}
        />
        {presets.map((preset) => (
          <Button key={preset} variant="default" onClick={() => setPeriod(presetPeriod(preset, today))}>
            {text.presets[preset]}
          </Button>
        ))}
        <SegmentedControl
          aria-label={text.by}
          data={groupings.map((value) => ({ value, label: text.byLabel[value] }))}
          value={by}
          onChange={(value) => setBy(groupings.find((one) => one === value) ?? 'subject')}
        />
      </div>
      {query.error ? <ProblemNotice error={query.error} onRetry={() => void query.refetch()} /> : null}
      {view && view.curves.length === 0 ? (
        <section className="card">
          <Empty title={text.emptyTitle}>{text.emptyBody}</Empty>
        </section>
      ) : null}
      {view && view.curves.length > 0 ? (
        <>
          <section className="card" aria-label={text.curves}>
            <div className="card-head">
              <h2>{text.curves}</h2>
            </div>
            <div className="multiples">
              {view.curves.map((curve) => (
                <SmallMultiple
                  key={curve.subjectId}
                  curve={curve}
                  subject={subjects.find(({ id }) => id === curve.subjectId)}
                  period={view}
                  topPercent={topPercent}
                />
              ))}
            </div>
          </section>
          <section className="card" aria-label={text.by}>
            <GoalsTable view={view} subjects={subjects} />
          </section>
          <Definitions />
        </>
      ) : null}
    </>
  );
}

function highest({ contacted, requested, goalPercent }: GoalsView['curves'][number]): number {
  const reached = contacted.at(-1)?.persons ?? 0;
  return Math.max(goalPercent, requested === 0 ? 0 : (reached / requested) * 100);
}

function Definitions() {
  return (
    <details className="card definitions">
      <summary>{text.definitions}</summary>
      <dl>
        {METRICS.map(({ id, name, of, over, note }) => (
          <div key={id}>
            <dt>{name}</dt>
            <dd>
              {COUNT_NAMES[of]} ÷ {COUNT_NAMES[over]} <span className="muted">{note}</span>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
