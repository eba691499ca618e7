import { strings } from '../../ui/strings.ts';
import { numberIn, type Stored, textIn } from './detail-values.ts';

const text = strings.inbox.predictive;
const size = { width: 420, height: 190, left: 40, right: 12, top: 12, bottom: 28 };

/** What each cap buys on the subject's own figures: abandonment across, occupancy up, the asked cap filled. */
export function Frontier({ points, cap }: { points: readonly Stored[]; cap: number }) {
  const plotted = points.map((point) => ({
    x: numberIn(point, 'abandonedPercent') ?? 0,
    y: numberIn(point, 'occupancyPercent') ?? 0,
    cap: numberIn(point, 'capPercent') ?? 0,
    mode: textIn(point, 'mode') ?? '',
  }));
  const right = Math.max(1, ...plotted.map(({ x }) => x)) * 1.1;
  const low = Math.floor(Math.min(...plotted.map(({ y }) => y)) / 10) * 10;
  const x = (value: number) => size.left + (value / right) * (size.width - size.left - size.right);
  const y = (value: number) =>
    size.height - size.bottom - ((value - low) / (100 - low)) * (size.height - size.top - size.bottom);
  return (
    <section aria-label={text.frontier}>
      <h3>{text.frontier}</h3>
      <svg width={size.width} height={size.height} role="img" aria-label={text.frontierAxis} className="frontier">
        <line x1={size.left} y1={y(low)} x2={size.width - size.right} y2={y(low)} />
        <line x1={size.left} y1={y(low)} x2={size.left} y2={size.top} />
        <polyline points={plotted.map((one) => `${x(one.x)},${y(one.y)}`).join(' ')} />
        {plotted.map((one) => (
          <g key={`${one.mode}${one.cap}`}>
            <circle
              cx={x(one.x)}
              cy={y(one.y)}
              r={one.cap === cap ? 6 : 4}
              data-chosen={one.cap === cap || undefined}
            />
            <text x={x(one.x) + 8} y={y(one.y) + 14}>
              {one.mode} {one.y.toFixed(0)}%
            </text>
          </g>
        ))}
        <text x={size.left} y={size.height - 8}>
          {text.abandoned} 0%
        </text>
        <text x={size.width - size.right} y={size.height - 8} textAnchor="end">
          {right.toFixed(1)}%
        </text>
        <text x={4} y={size.top + 8}>
          100%
        </text>
        <text x={4} y={y(low)}>
          {low}%
        </text>
      </svg>
    </section>
  );
}
