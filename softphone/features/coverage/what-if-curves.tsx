import type { WhatIfView } from '../../../core/contracts/http/coverage.ts';
import { dayWithWeekday } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';
import { MiniChart } from './mini-chart.tsx';

const text = strings.coverage.curves;
const DAY_MS = 86_400_000;

const dayNumber = (date: string) => Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
const dateOf = (day: number) => new Date(Math.round(day) * DAY_MS).toISOString().slice(0, 10);

/** What one slider does to waiting, abandonment, occupancy and the day of completion. */
export function WhatIfCurves({ view }: { view: WhatIfView }) {
  const { slider, settings, points } = view;
  const current =
    slider === 'cap'
      ? settings.capPercent
      : slider === 'ring'
        ? settings.ringTimeoutSec
        : Math.max(1, ...Object.values(settings.seats));
  const formatX = text.at[slider];
  const over = dayNumber(settings.dueOn) + 1;
  const common = { current, formatX };
  return (
    <>
      <div className="curves">
        <MiniChart
          {...common}
          title={text.occupancy}
          axis={{ low: 0, high: 100 }}
          formatY={text.wholePercent}
          points={points.map(({ at, occupancyPct }) => ({ x: at, y: occupancyPct }))}
        />
        <MiniChart
          {...common}
          title={text.abandonment}
          formatY={text.percent}
          limit={settings.capPercent}
          points={points.map(({ at, abandonmentPct, abandonmentLowPct, abandonmentHighPct }) => ({
            x: at,
            y: abandonmentPct,
            low: abandonmentLowPct,
            high: abandonmentHighPct,
          }))}
        />
        <MiniChart
          {...common}
          title={text.wait}
          axis={{ low: 0 }}
          formatY={text.seconds}
          points={points.map(({ at, waitP99Sec }) => ({ x: at, y: waitP99Sec }))}
        />
        <MiniChart
          {...common}
          title={text.completed}
          formatY={(day) => (day >= over ? text.never : dayWithWeekday(dateOf(day)))}
          points={points.map(({ at, completedOn }) => ({
            x: at,
            y: completedOn === null ? over : dayNumber(completedOn),
          }))}
        />
      </div>
      <details className="curve-table">
        <summary>{text.table}</summary>
        <table className="table">
          <thead>
            <tr>
              <th className="num">{text[slider]}</th>
              <th className="num">{text.occupancy}</th>
              <th className="num">{text.abandonment}</th>
              <th className="num">{text.wait}</th>
              <th>{text.completed}</th>
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.at} aria-current={point.at === current || undefined}>
                <td className="num">{formatX(point.at)}</td>
                <td className="num">{text.percent(point.occupancyPct)}</td>
                <td className="num">
                  {text.percent(point.abandonmentPct)} ({point.abandonmentLowPct.toFixed(1)}–
                  {point.abandonmentHighPct.toFixed(1)})
                </td>
                <td className="num">{point.waitP99Sec === null ? '—' : text.seconds(point.waitP99Sec)}</td>
                <td>{point.completedOn === null ? text.never : dayWithWeekday(point.completedOn)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      <p className="muted plan-note">{text.note(String(Math.min(...points.map(({ agentHours }) => agentHours))))}</p>
    </>
  );
}
