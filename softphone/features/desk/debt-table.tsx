import type { CSSProperties } from 'react';
import type { DebtView } from '../../../core/contracts/http/desk.ts';
import { count, eraYear, monthDayTime, shortEraDate, yen } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';

const text = strings.desk.debt;
/**
 * The same before and after the check: opening the table moves nothing. Measured so that H31.12.25, 9,999,999 yen, 99,999,999 unpaid
 * and a notice number of 14 digits fit; a longer number goes on in a second line, and only the subject's name gives way.
 */
const columnWidths = ['auto', 61, 80, 84, 84, 94, 32, 135] as const;
const hiddenAmount = '￥●●●●●';

interface DebtTableProps {
  debt: DebtView | undefined;
  debtError: unknown;
  identityPassed: boolean;
}

/**
 * Until the identity check the browser holds no amount at all: the dots are drawn, not covered figures. The table has the
 * same place and size before and after, so nothing moves when it opens.
 */
export function DebtTable({ debt, debtError, identityPassed }: DebtTableProps) {
  return (
    <section className="debt" aria-label={text.title}>
      <div className="section-head">
        <h2>{text.title}</h2>
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
              <th className="num">{text.columns.collected}</th>
              <th className="num">{text.columns.unpaid}</th>
              <th>{text.columns.disposition}</th>
              <th>{text.columns.notice}</th>
            </tr>
          </thead>
          <tbody>{debt ? <DebtRows debt={debt} /> : <HiddenRows />}</tbody>
        </table>
      </div>
    </section>
  );
}

function DebtRows({ debt }: { debt: DebtView }) {
  if (debt.items.length === 0) {
    return (
      <tr>
        <td colSpan={8} className="muted">
          {text.none}
        </td>
      </tr>
    );
  }
  return debt.items.map((item) => (
    <tr key={item.id} data-settled={item.unpaid === 0 || undefined}>
      <td title={item.subjectName}>{item.subjectName}</td>
      <td className="nowrap">
        {eraYear(item.levyYear)} {text.periodOf(item.periodNo)}
      </td>
      <td className="nowrap">{shortEraDate(item.dueDate)}</td>
      <td className="num">{count(item.principal)}</td>
      <td className="num">{count(item.collected + item.paid)}</td>
      <td className="num">
        <strong>{count(item.unpaid)}</strong>
      </td>
      <td>{item.disposition ?? ''}</td>
      <td className="debt-notice">{item.noticeNo}</td>
    </tr>
  ));
}

const hiddenWidths = [5, 3, 4, 5, 5, 5, 2, 6] as const;

function HiddenRows() {
  return ['a', 'b', 'c'].map((row) => (
    <tr key={row} aria-hidden>
      {hiddenWidths.map((dots, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the columns never move
        <td key={index} className={index >= 3 && index <= 5 ? 'num' : undefined}>
          <span className="dots" style={{ '--dots': dots } as CSSProperties} />
        </td>
      ))}
    </tr>
  ));
}
