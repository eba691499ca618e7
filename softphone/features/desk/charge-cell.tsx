import type { DebtView } from '../../../core/contracts/http/desk.ts';
import { count } from '../../ui/format.ts';
import { moneyStrings as text } from '../../ui/strings/money.ts';

interface ChargeCellProps {
  charge: DebtView['items'][number]['charge'];
  open: boolean;
  onToggle: () => void;
}

/** A figure, or in words why there is none. What can be explained opens below its row. */
export function ChargeCell({ charge, open, onToggle }: ChargeCellProps) {
  if (charge.state === 'not_announced') return <span title={text.notAnnouncedLong}>{text.notAnnounced}</span>;
  if (charge.state === 'known' && charge.fixed)
    return (
      <span title={text.fixedLong}>
        {text.fixed} {count(charge.yen)}
      </span>
    );
  if (charge.state === 'known' && charge.steps.length === 0) return count(charge.yen);
  return (
    <button type="button" className="charge-open" aria-expanded={open} onClick={onToggle}>
      {charge.state === 'known' ? count(charge.yen) : text.askCity}
      <span aria-hidden> {open ? '▴' : '▾'}</span>
    </button>
  );
}
