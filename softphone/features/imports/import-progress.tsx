import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ImportRunView } from '../../../core/contracts/http/records.ts';
import { post } from '../../client/http.ts';
import { count, roughDuration } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { importStageLabel, importStateLabel, labelOf, strings } from '../../ui/strings.ts';
import { addSample, type ProgressSample, secondsLeft } from './time-left.ts';

const text = strings.imports;

export function ImportProgress({ run, onChanged }: { run: ImportRunView; onChanged: () => void }) {
  const [samples, setSamples] = useState<ProgressSample[]>([]);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    setSamples((before) => addSample(before, { atMs: performance.now(), rows: run.rowsDone }));
  }, [run.rowsDone]);
  const cancel = async () => {
    try {
      await post(`/api/imports/${run.id}/cancel`);
    } catch (refused) {
      setError(refused);
    }
    onChanged();
  };
  const share = run.rowsTotal ? Math.min(1, run.rowsDone / run.rowsTotal) : 0;
  const left = secondsLeft(samples, run.rowsTotal);
  return (
    <section className="card" aria-label={labelOf(importStateLabel, run.state)}>
      <div className="card-head">
        <h2>
          {labelOf(importStateLabel, run.state)}: {run.source}
        </h2>
        <Button variant="default" onClick={() => void cancel()}>
          {text.cancelAsk}
        </Button>
      </div>
      <div className="card-body">
        <div
          className="bar-track"
          role="progressbar"
          aria-label={text.title}
          aria-valuenow={Math.round(share * 100)}
          aria-valuemin={0}
          aria-valuemax={100}
        >
          <span style={{ width: `${share * 100}%`, background: 'var(--accent)' }} />
        </div>
        <div className="progress-line">
          <strong>{run.stage ? labelOf(importStageLabel, run.stage) : labelOf(importStateLabel, run.state)}</strong>
          <span>
            {run.rowsTotal === null
              ? text.rowsOnly(count(run.rowsDone))
              : text.stageRows(count(run.rowsDone), count(run.rowsTotal))}
          </span>
          <span className="muted">{left === null ? '' : text.left(roughDuration(left))}</span>
        </div>
      </div>
      {error ? <ProblemNotice error={error} /> : null}
    </section>
  );
}
