export interface ChartPoint {
  x: number;
  y: number | null;
  low?: number;
  high?: number;
}

interface MiniChartProps {
  title: string;
  points: readonly ChartPoint[];
  /** Where the slider stands. */
  current: number;
  formatX: (x: number) => string;
  formatY: (y: number) => string;
  /** A line that should not be crossed. */
  limit?: number;
  /** Ends of the axis however close the values are: without them the noise of a tenth fills the picture. */
  axis?: { low?: number; high?: number };
}

const [WIDTH, HEIGHT] = [260, 154];
const FRAME = { left: 56, right: 12, top: 10, bottom: 26 };

/** One measure over one slider. Every value is in the table below as well: the picture shows where it bends. */
export function MiniChart({ title, points, current, formatX, formatY, limit, axis }: MiniChartProps) {
  const known = points.filter((point): point is ChartPoint & { y: number } => point.y !== null);
  const tops = known.flatMap(({ y, high }) => [y, high ?? y]);
  const highest = axis?.high ?? Math.max(...tops, limit ?? Number.NEGATIVE_INFINITY);
  const lowest = axis?.low ?? Math.min(...known.flatMap(({ y, low }) => [y, low ?? y]));
  const span = highest - lowest || Math.max(1, Math.abs(highest));
  const [from, to] = [points[0]?.x ?? 0, points.at(-1)?.x ?? 1];
  const px = (x: number) => FRAME.left + ((x - from) / (to - from || 1)) * (WIDTH - FRAME.left - FRAME.right);
  const py = (y: number) => FRAME.top + ((highest - y) / span) * (HEIGHT - FRAME.top - FRAME.bottom);
  const here = known.find(({ x }) => x === current);
  return (
    <figure className="mini-chart">
      <figcaption>
        {title}
        <strong className="num">{here ? formatY(here.y) : ''}</strong>
      </figcaption>
      {known.length > 0 ? (
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={title}>
          {[lowest, highest].map((y, index) => (
            <g key={index === 0 ? 'lowest' : 'highest'}>
              <line className="chart-grid" x1={FRAME.left} x2={WIDTH - FRAME.right} y1={py(y)} y2={py(y)} />
              <text x={FRAME.left - 5} y={py(y) + 4} textAnchor="end">
                {formatY(y)}
              </text>
            </g>
          ))}
          {limit === undefined ? null : (
            <line className="chart-limit" x1={FRAME.left} x2={WIDTH - FRAME.right} y1={py(limit)} y2={py(limit)} />
          )}
          <line className="chart-here" x1={px(current)} x2={px(current)} y1={FRAME.top} y2={HEIGHT - FRAME.bottom} />
          <polyline className="chart-line" points={known.map(({ x, y }) => `${px(x)},${py(y)}`).join(' ')} />
          {known.map(({ x, y, low, high }) => (
            <g key={x}>
              {low !== undefined && high !== undefined ? (
                <line className="chart-spread" x1={px(x)} x2={px(x)} y1={py(low)} y2={py(high)} />
              ) : null}
              <circle
                className="chart-dot"
                data-here={x === current || undefined}
                cx={px(x)}
                cy={py(y)}
                r={x === current ? 5 : 3}
              />
            </g>
          ))}
          {[from, current, to]
            .filter((x, index, all) => all.indexOf(x) === index)
            .map((x) => (
              <text key={x} x={px(x)} y={HEIGHT - 5} textAnchor={x === from ? 'start' : x === to ? 'end' : 'middle'}>
                {formatX(x)}
              </text>
            ))}
        </svg>
      ) : null}
    </figure>
  );
}
