import { Button, TextInput } from '@mantine/core';
import { Fragment, useState } from 'react';
import type { PaymentView } from '../../../core/contracts/http/payments.ts';
import { post } from '../../client/http.ts';
import { count, shortEraDate } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { paymentStrings as text } from '../../ui/strings/payments.ts';
import { strings } from '../../ui/strings.ts';

interface PaymentTableProps {
  path: string;
  payments: readonly PaymentView[];
  onCancelled: () => void;
}

const head = text.columns;

export function PaymentTable({ path, payments, onCancelled }: PaymentTableProps) {
  const [cancelling, setCancelling] = useState<number | null>(null);
  return (
    <table className="table payments">
      <thead>
        <tr>
          <th>{text.receiptDate}</th>
          <th>{head.claim}</th>
          <th>{head.notice}</th>
          <th>{text.channel}</th>
          <th className="num">{text.amount}</th>
          <th>{head.state}</th>
          <th>
            <span className="sr-only">{text.cancel}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {payments.map((payment) => (
          <Fragment key={payment.id}>
            <tr data-cancelled={payment.cancelled || undefined}>
              <td className="nowrap">{shortEraDate(payment.receiptDate)}</td>
              <td>
                {payment.subjectName} {strings.desk.debt.periodOf(payment.periodNo)}
              </td>
              <td className="nowrap">{payment.noticeNo}</td>
              <td>{payment.channel ?? ''}</td>
              <td className="num payments-yen">{count(payment.amount)}</td>
              <td>
                <StateTag payment={payment} />
              </td>
              <td className="num">
                {payment.mayCancel && cancelling !== payment.id ? (
                  <Button size="compact-sm" variant="default" onClick={() => setCancelling(payment.id)}>
                    {text.cancel}
                  </Button>
                ) : null}
              </td>
            </tr>
            {cancelling === payment.id ? (
              <tr>
                <td colSpan={7} className="num">
                  <CancelForm
                    path={`${path}/${payment.id}/cancel`}
                    onDone={() => {
                      setCancelling(null);
                      onCancelled();
                    }}
                    onClose={() => setCancelling(null)}
                  />
                </td>
              </tr>
            ) : null}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function StateTag({ payment: { cancelled, preliminary } }: { payment: PaymentView }) {
  if (cancelled) return <span className="tag">✕ {text.cancelled}</span>;
  return (
    <span className="tag" data-tone={preliminary ? 'warn' : 'good'}>
      {preliminary ? `○ ${text.preliminary}` : `✓ ${text.confirmed}`}
    </span>
  );
}

function CancelForm({ path, onDone, onClose }: { path: string; onDone: () => void; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [error, setError] = useState<unknown>(null);
  return (
    <form
      className="row-actions"
      aria-label={text.cancel}
      onSubmit={(event) => {
        event.preventDefault();
        post(path, { reason: reason.trim() }).then(onDone, setError);
      }}
      onKeyDown={({ key }) => {
        if (key === 'Escape') onClose();
      }}
    >
      <TextInput
        autoFocus
        aria-label={text.cancelReason}
        placeholder={text.cancelReason}
        maxLength={200}
        w={190}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit" color="red" disabled={reason.trim() === ''}>
        {text.cancelDo}
      </Button>
      <Button variant="default" onClick={onClose}>
        {text.cancelNot}
      </Button>
      {error ? <ProblemNotice error={error} /> : null}
    </form>
  );
}
