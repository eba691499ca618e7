import { Button, NumberInput, Select } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import type { DebtView } from '../../../core/contracts/http/desk.ts';
import type { NewPayment } from '../../../core/contracts/http/payments.ts';
import { post } from '../../client/http.ts';
import { today } from '../../client/product-today.ts';
import { DayField } from '../../ui/day-field.tsx';
import { count, eraYear } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { paymentStrings as text } from '../../ui/strings/payments.ts';
import { strings } from '../../ui/strings.ts';

interface NewPaymentFormProps {
  path: string;
  items: DebtView['items'];
  /** @param told what was posted, in words */
  onPosted: (told: string) => void;
}

type Item = DebtView['items'][number];

export function NewPaymentForm({ path, items, onPosted }: NewPaymentFormProps) {
  const periodInput = useRef<HTMLInputElement>(null);
  const [itemId, setItemId] = useState<string | null>(null);
  // Most payments told by hand were made the same day.
  const [receiptDate, setReceiptDate] = useState(today);
  const [amount, setAmount] = useState<number | string>('');
  const [channel, setChannel] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const open = items.filter(({ unpaid }) => unpaid > 0);
  const chosen = open.find(({ id }) => String(id) === itemId);
  const tooMuch = chosen !== undefined && Number(amount) > chosen.unpaid;
  const inFuture = receiptDate > today();
  const choose = (id: string | null) => {
    setItemId(id);
    setAmount(open.find((item) => String(item.id) === id)?.unpaid ?? '');
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!chosen) return;
    setBusy(true);
    setError(null);
    const payment: NewPayment = { arrearsItemId: chosen.id, receiptDate, amount: Number(amount), channel };
    try {
      await post(path, payment);
      choose(null);
      onPosted(text.posted(nameOf(chosen), count(payment.amount), count(chosen.unpaid - payment.amount)));
      // The button that was pressed is out of use now: the next payment begins at the first field.
      periodInput.current?.focus();
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  if (open.length === 0) return <p className="muted">{text.nothingOpen}</p>;
  return (
    <form aria-label={text.post} onSubmit={(event) => void submit(event)}>
      <div className="form-row payment-row">
        <Select
          ref={periodInput}
          label={text.period}
          placeholder={text.periodPlaceholder}
          searchable
          openOnFocus={false}
          nothingFoundMessage={text.periodUnknown}
          data={open.map((item) => ({ value: String(item.id), label: `${nameOf(item)} ￥${count(item.unpaid)}` }))}
          value={itemId}
          onChange={choose}
        />
        <DayField
          direction="back"
          label={text.receiptDate}
          error={inFuture ? text.inFuture : null}
          value={receiptDate}
          onDay={(value) => setReceiptDate(value)}
        />
        <NumberInput
          className="payment-amount"
          label={text.amount}
          min={1}
          hideControls
          clampBehavior="none"
          thousandSeparator=","
          allowDecimal={false}
          allowNegative={false}
          error={tooMuch ? text.tooMuch(count(chosen.unpaid)) : undefined}
          value={amount}
          onChange={setAmount}
        />
        <Select
          label={text.channel}
          placeholder={text.channelPlaceholder}
          clearable
          data={[...text.channels]}
          value={channel}
          onChange={setChannel}
        />
        <Button
          type="submit"
          className="payment-save"
          disabled={busy || !chosen || receiptDate === '' || inFuture || Number(amount) < 1 || tooMuch}
        >
          {text.save}
        </Button>
      </div>
      <p className="muted payment-note">{text.note}</p>
      {error ? <ProblemNotice error={error} /> : null}
    </form>
  );
}

function nameOf({ subjectName, levyYear, periodNo }: Item): string {
  return `${subjectName} ${eraYear(levyYear)} ${strings.desk.debt.periodOf(periodNo)}`;
}
