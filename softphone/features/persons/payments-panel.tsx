import { Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DebtView } from '../../../core/contracts/http/desk.ts';
import type { PaymentView } from '../../../core/contracts/http/payments.ts';
import { get, post } from '../../client/http.ts';
import { count, shortEraDate } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { paymentStrings as text } from '../../ui/strings/payments.ts';
import { strings } from '../../ui/strings.ts';
import { NewPaymentForm } from './new-payment-form.tsx';

/** Payments of one person. What is posted here counts at once; whoever owes nothing more leaves every queue. */
export function PaymentsPanel({ personId, debt }: { personId: string; debt: DebtView }) {
  const queries = useQueryClient();
  const [cancelling, setCancelling] = useState<number | null>(null);
  const path = `/api/persons/${personId}/payments`;
  const payments = useQuery({
    queryKey: ['person', personId, 'payments'],
    queryFn: ({ signal }) => get<PaymentView[]>(path, signal),
    retry: false,
  });
  const refresh = () => {
    setCancelling(null);
    void queries.invalidateQueries({ queryKey: ['person', personId] });
  };
  return (
    <section className="card" aria-label={text.title}>
      <div className="card-head">
        <h2>{text.title}</h2>
      </div>
      <div className="card-body">
        <NewPaymentForm path={path} items={debt.items} onPosted={refresh} />
        {payments.error ? <ProblemNotice error={payments.error} /> : null}
        {payments.data?.length === 0 ? <p className="muted">{text.none}</p> : null}
        {payments.data && payments.data.length > 0 ? (
          <table className="table">
            <tbody>
              {payments.data.map((payment) => (
                <tr key={payment.id} data-settled={payment.cancelled || undefined}>
                  <td className="nowrap">{shortEraDate(payment.receiptDate)}</td>
                  <td>{payment.subjectName}</td>
                  <td className="nowrap">
                    {payment.noticeNo} {strings.desk.debt.periodOf(payment.periodNo)}
                  </td>
                  <td>{payment.channel ?? ''}</td>
                  <td className="num">{count(payment.amount)}</td>
                  <td>
                    <span className="tag">{stateOf(payment)}</span>
                  </td>
                  <td>
                    {cancelling === payment.id ? (
                      <CancelForm path={`${path}/${payment.id}/cancel`} onDone={refresh} />
                    ) : payment.mayCancel ? (
                      <Button size="compact-sm" variant="default" onClick={() => setCancelling(payment.id)}>
                        {text.cancel}
                      </Button>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
      </div>
    </section>
  );
}

function stateOf({ cancelled, preliminary }: PaymentView): string {
  if (cancelled) return text.cancelled;
  return preliminary ? text.preliminary : text.confirmed;
}

function CancelForm({ path, onDone }: { path: string; onDone: () => void }) {
  const [reason, setReason] = useState('');
  const [error, setError] = useState<unknown>(null);
  return (
    <form
      className="form-row"
      onSubmit={(event) => {
        event.preventDefault();
        post(path, { reason: reason.trim() }).then(onDone, setError);
      }}
    >
      <TextInput
        autoFocus
        aria-label={text.cancelReason}
        placeholder={text.cancelReason}
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit" size="compact-sm" disabled={reason.trim() === ''}>
        {text.cancelDo}
      </Button>
      {error ? <ProblemNotice error={error} /> : null}
    </form>
  );
}
