import { strings } from '../../ui/strings.ts';
import { numberIn, type Stored, textIn } from './detail-values.ts';

const text = strings.inbox.predictive;

/** What each cap buys on the line's own figures: occupancy as a bar, abandonment beside it, the asked cap marked. */
export function Frontier({ points, cap }: { points: readonly Stored[]; cap: number }) {
  return (
    <section aria-label={text.frontier}>
      <h3>{text.frontier}</h3>
      <table className="frontier">
        <thead>
          <tr>
            <th>{text.cap}</th>
            <th>{text.occupancy}</th>
            <th className="num">{text.abandoned}</th>
          </tr>
        </thead>
        <tbody>
          {points.map((point) => {
            const occupancy = numberIn(point, 'occupancyPercent') ?? 0;
            const own = numberIn(point, 'capPercent') ?? 0;
            return (
              <tr key={own} data-asked={own === cap || undefined}>
                <td>
                  {own === cap ? '▶ ' : ''}
                  {textIn(point, 'mode')}
                </td>
                <td>
                  <span className="frontier-bar">
                    <span className="bar-track" aria-hidden>
                      <span style={{ width: `${Math.min(100, occupancy)}%`, background: 'var(--accent)' }} />
                    </span>
                    <span className="num">{occupancy.toFixed(1)}%</span>
                  </span>
                </td>
                <td className="num">{(numberIn(point, 'abandonedPercent') ?? 0).toFixed(2)}%</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="muted hint">{text.frontierNote}</p>
    </section>
  );
}
