import type { PoolPacing } from '../../../core/contracts/realtime.ts';
import { strings } from '../../ui/strings.ts';
import { useTicker } from '../../ui/use-ticker.ts';
import type { PoolNews } from './use-campaigns.ts';

const text = strings.campaigns.pool;

/** The controller speaks every five seconds at the least; this long a silence means that nobody decides. */
const STALE_SEC = 15;

/** Why so many calls now: one sentence, and the figures it was made from. */
export function PoolStrip({ news }: { news: PoolNews | null }) {
  useTicker(1_000);
  if (!news || news.pools.length === 0) {
    return (
      <section className="card pool" aria-label={text.title}>
        <p className="muted">{text.none}</p>
      </section>
    );
  }
  const passedSec = (performance.now() - news.heardAtMs) / 1_000;
  return (
    <section className="card pool" aria-label={text.title}>
      {news.pools.map((pool) => (
        <Pool key={pool.node} pool={pool} ageSec={pool.ageSec + passedSec} />
      ))}
    </section>
  );
}

function Pool({ pool: { sentence, decision }, ageSec }: { pool: PoolPacing; ageSec: number }) {
  const figure = (key: string, digits = 0) => {
    const value = decision[key];
    return typeof value === 'number' ? value.toFixed(digits) : '—';
  };
  return (
    <div className="pool-line" data-stale={ageSec > STALE_SEC || undefined}>
      <p className="pool-sentence">
        <span className="muted">{text.title}</span> <strong>{sentence}</strong>
        {ageSec > STALE_SEC ? (
          <span className="tag" data-tone="warn">
            ○ {text.stale(Math.round(ageSec))}
          </span>
        ) : null}
      </p>
      {Object.keys(decision).length === 0 ? null : (
        <dl className="pool-figures">
          <PoolFigure label={text.idle} value={figure('agentsIdle')} unit={text.seats} />
          <PoolFigure label={text.busy} value={figure('agentsBusy')} unit={text.seats} />
          <PoolFigure label={text.free} value={figure('expectedFree', 1)} unit={text.seats} />
          <PoolFigure label={text.ringing} value={figure('ringing')} unit={text.calls} />
          <PoolFigure label={text.answers} value={figure('expectedAnswers', 1)} unit={text.calls} />
        </dl>
      )}
    </div>
  );
}

function PoolFigure({ label, value, unit }: { label: string; value: string; unit: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {value}
        <span>{unit}</span>
      </dd>
    </div>
  );
}
