import { type CSSProperties, Fragment, useState } from 'react';
import type { DebtView } from '../../../core/contracts/http/desk.ts';
import { count, eraYear, shortEraDate } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';
import { ChargeCell } from './charge-cell.tsx';
import { ChargeDetail } from './charge-detail.tsx';

const text = strings.desk.debt;
const COLUMNS = 9;

export function DebtRows({ debt }: { debt: DebtView }) {
  const [openId, setOpenId] = useState<number | null>(null);
  if (debt.items.length === 0) {
    return (
      <tr>
        <td colSpan={COLUMNS} className="muted">
          {text.none}
        </td>
      </tr>
    );
  }
  return debt.items.map((item) => (
    <Fragment key={item.id}>
      <tr data-settled={item.unpaid === 0 || undefined}>
        <td title={item.subjectName}>{item.subjectName}</td>
        <td className="nowrap">
          {eraYear(item.levyYear)} {text.periodOf(item.periodNo)}
        </td>
        <td className="nowrap">{shortEraDate(item.dueDate)}</td>
        <td className="num">{count(item.principal)}</td>
        <td className="num">
          <strong>{count(item.unpaid)}</strong>
        </td>
        <td className="num">{count(item.demandFee)}</td>
        <td className="num">
          <ChargeCell
            charge={item.charge}
            open={openId === item.id}
            onToggle={() => setOpenId(openId === item.id ? null : item.id)}
          />
        </td>
        <td>{item.disposition ?? ''}</td>
        <td className="debt-notice" title={item.noticeNo}>
          {item.noticeNo}
        </td>
      </tr>
      {openId === item.id ? (
        <tr className="charge-detail">
          <td colSpan={COLUMNS}>
            <ChargeDetail item={item} />
          </td>
        </tr>
      ) : null}
    </Fragment>
  ));
}

const hiddenWidths = [5, 3, 4, 5, 5, 2, 4, 2, 5] as const;
const AMOUNTS = [3, 6] as const;

/** Dots are drawn, not covered figures: before the check the browser holds none. */
export function HiddenRows() {
  return ['a', 'b', 'c'].map((row) => (
    <tr key={row} aria-hidden>
      {hiddenWidths.map((dots, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the columns never move
        <td key={index} className={index >= AMOUNTS[0] && index <= AMOUNTS[1] ? 'num' : undefined}>
          <span className="dots" style={{ '--dots': dots } as CSSProperties} />
        </td>
      ))}
    </tr>
  ));
}
