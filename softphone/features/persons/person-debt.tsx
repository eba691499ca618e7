import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { paymentStrings } from '../../ui/strings/payments.ts';
import { strings } from '../../ui/strings.ts';
import { DebtTable } from '../desk/debt-table.tsx';
import { PartKey } from './part-key.tsx';
import type { AskedDebt } from './use-person-debt.ts';

/** What is owed by period, once it was asked for. */
export function PersonDebt({ debt, mayPost }: { debt: AskedDebt; mayPost: boolean }) {
  const part = useRef<HTMLElement>(null);
  // The button that was pressed is gone: who works by keys stands in what it opened.
  useEffect(() => {
    if (debt.wanted) part.current?.focus({ preventScroll: true });
  }, [debt.wanted]);
  return (
    <section ref={part} className="card" data-part="debt" tabIndex={-1} aria-label={strings.person.sections.debt}>
      <div className="card-body">
        {debt.wanted ? (
          <DebtTable
            debt={debt.view.data}
            debtError={debt.view.error}
            identityPassed
            onPayDay={debt.onPayDay}
            mark={<PartKey part="debt" />}
          />
        ) : (
          <div className="debt-closed">
            <h2>
              <PartKey part="debt" /> {strings.desk.debt.title}
            </h2>
            <p className="muted">
              {mayPost ? paymentStrings.openDebtToPost : paymentStrings.openDebtNote} {strings.person.opensWithDebt}
            </p>
            <Button onClick={debt.open}>{paymentStrings.openDebt}</Button>
          </div>
        )}
      </div>
    </section>
  );
}
