import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DebtView } from '../../../core/contracts/http/desk.ts';
import type { PaymentView } from '../../../core/contracts/http/payments.ts';
import { get } from '../../client/http.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { paymentStrings as text } from '../../ui/strings/payments.ts';
import { NewPaymentForm } from './new-payment-form.tsx';
import { PaymentTable } from './payment-table.tsx';
import { PersonPart } from './person-part.tsx';
import './payments.css';

/** Payments of one person. What is posted here counts at once; whoever owes nothing more leaves every queue. */
export function PaymentsPanel({ personId, debt }: { personId: string; debt: DebtView }) {
  const queries = useQueryClient();
  const [told, setTold] = useState('');
  const path = `/api/persons/${personId}/payments`;
  const payments = useQuery({
    queryKey: ['person', personId, 'payments'],
    queryFn: ({ signal }) => get<PaymentView[]>(path, signal),
    retry: false,
  });
  const refresh = (news: string) => {
    setTold(news);
    void queries.invalidateQueries({ queryKey: ['person', personId] });
    // What is owed decides whether anybody is called: an open *Why?* would tell of yesterday.
    void queries.invalidateQueries({ queryKey: ['targets'] });
  };
  return (
    <PersonPart
      part="payments"
      aside={
        <span className="payment-told" role="status">
          {told ? `✓ ${told}` : ''}
        </span>
      }
    >
      <NewPaymentForm path={path} items={debt.items} onPosted={refresh} />
      {payments.error ? <ProblemNotice error={payments.error} onRetry={() => void payments.refetch()} /> : null}
      {payments.data?.length === 0 ? <p className="muted payment-note">{text.none}</p> : null}
      {payments.data && payments.data.length > 0 ? (
        <PaymentTable path={path} payments={payments.data} onCancelled={() => refresh(text.cancelTold)} />
      ) : null}
    </PersonPart>
  );
}
