import type { ReactNode } from 'react';
import type { DebtView } from '../../../core/contracts/http/desk.ts';
import { monthDayTime, yen } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { moneyStrings } from '../../ui/strings/money.ts';
import { strings } from '../../ui/strings.ts';
import { DebtFoot } from './debt-foot.tsx';
import { DebtRows, HiddenRows } from './debt-rows.tsx';
import './debt.css';

const text = strings.desk.debt;
/**
 * The same before and after the check: opening the table moves nothing. Measured so that H31.12.25, 9,999,999 yen, 99,999,999 unpaid,
 * 市へ照会 and a notice number of 14 digits fit in one line; a longer number goes on below, the subject's name gives way.
 */
const columnWidths = ['auto', 60, 76, 72, 82, 34, 80, 34, 'max(126px, 8.4vw)'] as const;
const hiddenAmount = '￥●●●●●';

interface DebtTableProps {
  debt: DebtView | undefined;
  debtError: unknown;
  identityPassed: boolean;
  /** Charges for a payment on another day; null = today. */
  onPayDay: (day: string | null) => void;
  /** Before the title: the key that leads here. */
  mark?: ReactNode;
}

/**
 * Until the identity check the browser holds no amount at all: the dots are drawn, not covered figures. The table has the
 * same place and size before and after, so nothing moves when it opens.
 */
export function DebtTable({ debt, debtError, identityPassed, onPayDay, mark }: DebtTableProps) {
  return (
    <section className="debt" aria-label={text.title}>
      <div className="section-head">
        <h2>
          {mark}
          {text.title}
        </h2>
        {debt ? (
          <>
            <span className="muted">{text.crossing}</span>
            <span className="debt-total">
              {text.total} <strong>{yen(debt.totalUnpaid)}</strong>
              <span className="muted">
                {monthDayTime(debt.asOf)} {text.asOf}
              </span>
            </span>
          </>
        ) : (
          <span className="debt-total">
            {text.total} <strong>{hiddenAmount}</strong> <span className="tag">{text.hidden}</span>
          </span>
        )}
      </div>
      {debtError && identityPassed ? <ProblemNotice error={debtError} /> : null}
      <div className="debt-scroll">
        <table className="table debt-table">
          <colgroup>
            {columnWidths.map((width, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the columns never move
              <col key={index} style={{ width }} />
            ))}
          </colgroup>
          <thead>
            <tr>
              <th>{text.columns.subject}</th>
              <th>{text.columns.period}</th>
              <th>{text.columns.due}</th>
              <th className="num">{text.columns.principal}</th>
              <th className="num">{text.columns.unpaid}</th>
              <th className="num" title={moneyStrings.feeLong}>
                {moneyStrings.fee}
              </th>
              <th className="num">{moneyStrings.charge}</th>
              <th>{text.columns.disposition}</th>
              <th>{text.columns.notice}</th>
            </tr>
          </thead>
          <tbody>{debt ? <DebtRows debt={debt} /> : <HiddenRows />}</tbody>
        </table>
      </div>
      <DebtFoot debt={debt} onPayDay={onPayDay} />
    </section>
  );
}
