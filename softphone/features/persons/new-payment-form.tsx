import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { DebtView } from '../../../core/contracts/http/desk.ts';
import type { NewPayment } from '../../../core/contracts/http/payments.ts';
import { post } from '../../client/http.ts';
import { count, eraYear } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { paymentStrings as text } from '../../ui/strings/payments.ts';
import { strings } from '../../ui/strings.ts';

interface NewPaymentFormProps {
  path: string;
  items: DebtView['items'];
  onPosted: () => void;
}

export function NewPaymentForm({ path, items, onPosted }: NewPaymentFormProps) {
  const [itemId, setItemId] = useState<string | null>(null);
  const [receiptDate, setReceiptDate] = useState('');
  const [amount, setAmount] = useState<number | string>('');
  const [channel, setChannel] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const chosen = items.find(({ id }) => String(id) === itemId);
  const choose = (id: string | null) => {
    setItemId(id);
    setAmount(items.find((item) => String(item.id) === id)?.unpaid ?? '');
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
      onPosted();
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form aria-label={text.post} onSubmit={(event) => void submit(event)}>
      <div className="form-row">
        <Select
          label={text.period}
          searchable
          w={380}
          data={items
            .filter(({ unpaid }) => unpaid > 0)
            .map((item) => ({
              value: String(item.id),
              label: `${item.subjectName} ${eraYear(item.levyYear)} ${strings.desk.debt.periodOf(item.periodNo)} ￥${count(item.unpaid)}`,
            }))}
          value={itemId}
          onChange={choose}
        />
        <TextInput
          label={text.receiptDate}
          type="date"
          w={150}
          value={receiptDate}
          onChange={(event) => setReceiptDate(event.currentTarget.value)}
        />
        <NumberInput
          label={text.amount}
          w={140}
          min={1}
          max={chosen?.unpaid ?? 999_999_999}
          thousandSeparator=","
          allowDecimal={false}
          value={amount}
          onChange={setAmount}
        />
        <Select label={text.channel} w={130} data={[...text.channels]} value={channel} onChange={setChannel} />
        <Button type="submit" disabled={busy || !chosen || receiptDate === '' || Number(amount) < 1}>
          {text.save}
        </Button>
      </div>
      <p className="muted form-foot">{text.note}</p>
      {error ? <ProblemNotice error={error} /> : null}
    </form>
  );
}
