import type { PersonPromise } from '../../../core/contracts/http/promises.ts';
import { count, yen } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';
import { paidPercent } from './promise-course.ts';
import { promiseTone } from './promise-tone.ts';

const text = strings.promises;

/** What came of what was promised: a length, the two sums, and a mark that does not need the colour. */
export function PaidBar({ row }: { row: Pick<PersonPromise, 'promised' | 'keptAmount' | 'state' | 'due'> }) {
  if (row.promised <= 0) return null;
  const percent = paidPercent(row.keptAmount, row.promised);
  return (
    <span className="paid-bar" data-tone={promiseTone(row)}>
      <span className="paid-bar-words">
        {text.line.paid} <strong>{yen(row.keptAmount)}</strong> / {count(row.promised)}
        {text.line.yen} <span className="muted">{percent}%</span>
      </span>
      <span className="paid-bar-track" aria-hidden>
        <span style={{ width: `${percent}%` }} />
      </span>
    </span>
  );
}
