import type { Abandonment, PredictiveLine } from '../../../core/contracts/http/campaigns.ts';
import { strings } from '../../ui/strings.ts';

const text = strings.campaigns;

/** Share of persons who answered and met nobody, today and in 30 days, against the city's cap on this line. */
export function AbandonmentCell({ line }: { line: PredictiveLine | undefined }) {
  if (!line || (line.inForce === null && line.rolling.answered === 0)) {
    return <span className="muted small">{text.abandonmentNone}</span>;
  }
  const cap = line.inForce?.capPercent ?? null;
  return (
    <div className="abandonment">
      <Share label={text.abandonmentToday} share={line.today} cap={cap} />
      <Share label={text.abandonmentRolling} share={line.rolling} cap={cap} />
      {cap === null ? null : <span className="muted">{text.abandonmentCap(String(cap))}</span>}
    </div>
  );
}

function Share({
  label,
  share: { answered, abandoned },
  cap,
}: {
  label: string;
  share: Abandonment;
  cap: number | null;
}) {
  const percent = answered === 0 ? null : (abandoned / answered) * 100;
  const over = percent !== null && cap !== null && percent > cap;
  return (
    <span className="abandonment-line" data-over={over || undefined} title={`${abandoned} / ${answered}`}>
      <span className="muted">{label}</span>
      <strong>
        {over ? '⚠ ' : ''}
        {percent === null ? '—' : `${percent.toFixed(2)}%`}
      </strong>
    </span>
  );
}
