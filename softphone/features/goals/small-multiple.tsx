import type { GoalsView } from '../../../core/contracts/http/goals.ts';
import { count } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';
import type { Subject } from '../../ui/use-subjects.ts';
import { daysOf } from './period.ts';

const text = strings.goals;
const size = { width: 200, height: 74, top: 6, bottom: 4 };

interface SmallMultipleProps {
  curve: GoalsView['curves'][number];
  subject: Subject | undefined;
  period: { from: string; to: string };
  /** The same scale in every picture: what looks higher is higher. */
  topPercent: number;
}

/** One subject: persons reached so far, day by day, as a share of those asked for, against the goal. */
export function SmallMultiple({ curve, subject, period, topPercent }: SmallMultipleProps) {
  const days = daysOf(period);
  const percentOn = (day: string) => {
    const reached = curve.contacted.filter((one) => one.day <= day).at(-1)?.persons ?? 0;
    return curve.requested === 0 ? 0 : (reached / curve.requested) * 100;
  };
  const x = (index: number) => (days.length < 2 ? size.width : (index / (days.length - 1)) * size.width);
  const y = (percent: number) =>
    size.height - size.bottom - (percent / topPercent) * (size.height - size.top - size.bottom);
  const points = days.map((day, index) => `${x(index).toFixed(1)},${y(percentOn(day)).toFixed(1)}`);
  const now = percentOn(period.to);
  const missing = curve.goalPercent - now;
  const reached = curve.contacted.at(-1)?.persons ?? 0;
  return (
    <figure className="multiple" data-reached={missing <= 0 || undefined}>
      <figcaption>
        <span className="subject-stripe" style={{ background: subject?.colour }} aria-hidden />
        <span className="multiple-name" title={subject?.name}>
          {subject?.shortName ?? curve.subjectId}
        </span>
        <strong>{now.toFixed(1)}%</strong>
      </figcaption>
      <svg
        viewBox={`0 0 ${size.width} ${size.height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${subject?.name ?? curve.subjectId} ${now.toFixed(1)}% ${text.goalLine(String(curve.goalPercent))}`}
      >
        <line x1="0" x2={size.width} y1={y(curve.goalPercent)} y2={y(curve.goalPercent)} className="multiple-goal" />
        <polygon
          points={`0,${y(0)} ${points.join(' ')} ${x(days.length - 1)},${y(0)}`}
          style={{ fill: subject?.colour }}
        />
        <polyline points={points.join(' ')} style={{ stroke: subject?.colour }} />
      </svg>
      <span className="multiple-foot muted">
        <span>{text.of(count(reached), count(curve.requested))}</span>
        <span>{missing <= 0 ? `✓ ${text.reached}` : text.short(missing.toFixed(1))}</span>
      </span>
    </figure>
  );
}
