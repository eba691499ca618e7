import type { DebtView } from '../../../core/contracts/http/desk.ts';
import { addDays } from '../../../core/rules/tokyo-time.ts';
import { today } from '../../client/product-today.ts';
import { DayInput } from '../../ui/day-input.tsx';
import { shortEraDate, yen } from '../../ui/format.ts';
import { moneyStrings as text } from '../../ui/strings/money.ts';

const hiddenAmount = '￥●●●●';
const MOST_DAYS_AHEAD = 366;

interface DebtFootProps {
  debt: DebtView | undefined;
  /** The day of a payment to come. */
  onPayDay: (day: string | null) => void;
}

/** 本税 + 督促手数料 + 延滞金 for a payment on a day; one sum only where nothing has to be asked. */
export function DebtFoot({ debt, onPayDay }: DebtFootProps) {
  if (!debt)
    return (
      <div className="debt-foot" aria-hidden>
        {[text.principal, text.feeLong, text.charge, text.all].map((name) => (
          <span key={name}>
            {name} {hiddenAmount}
          </span>
        ))}
      </div>
    );
  const { totals, suspensions, chargesOn } = debt;
  const now = today();
  return (
    <div className="debt-foot">
      <span>
        {text.principal} {yen(totals.principal)}
      </span>
      <span>
        {text.feeLong} {yen(totals.demandFee)}
      </span>
      <span>
        {text.charge} {totals.charge === null ? text.notAnnouncedLong : yen(totals.charge)}
        {totals.askCity > 0 ? <span className="tag">{text.others(totals.askCity)}</span> : null}
        {totals.charge !== null && totals.notAnnounced > 0 ? (
          <span className="tag">{text.othersSilent(totals.notAnnounced)}</span>
        ) : null}
      </span>
      {totals.all === null ? null : (
        <strong>
          {text.all} {yen(totals.all)}
        </strong>
      )}
      {suspensions.map(({ kind, fromOn, toOn }) => (
        <span key={`${kind}${fromOn}`} className="tag" data-tone="warn">
          ⚠ {text.suspended(kind, shortEraDate(fromOn), toOn === null ? null : shortEraDate(toOn))}
        </span>
      ))}
      <span className="debt-pay-day">
        <DayInput
          aria-label={text.payOnLabel}
          today={now}
          min={now}
          max={addDays(now, MOST_DAYS_AHEAD)}
          value={chargesOn}
          onDay={(day) => onPayDay(day === '' || day === now ? null : day)}
        />
        {text.payOn}
      </span>
    </div>
  );
}
