import type { CodeTables, PaymentField } from './layout.ts';
import { REASONS } from './reject-reasons.ts';
import type { RowReading } from './row-reading.ts';

/** One line of money received; key of the claim = subject, levy year, notice, period (no taxable year). */
export interface PaymentRow {
  subjectId: string;
  levyYear: number;
  noticeNo: string;
  periodNo: string;
  receiptDate: string;
  entryDate: string;
  amount: number;
  demandFee: number;
  interest: number;
  channel: string | null;
  preliminary: boolean;
  cancel: boolean;
}

export interface PaymentCodes extends Pick<CodeTables, 'preliminary' | 'cancel'> {
  subjectIds: ReadonlyMap<string, string>;
  subjectOfFile: string | null;
}

/** @throws RowRejected */
export function readPaymentRow(row: RowReading<PaymentField>, codes: PaymentCodes): PaymentRow {
  const subjectId =
    codes.subjectIds.get(codes.subjectOfFile ?? row.plain('subject')) ?? row.reject(REASONS.subjectUnknown, 'subject');
  const cancel = row.flag('cancel', codes.cancel, false, REASONS.cancelInvalid);
  const amount = row.yen('amount', REASONS.amountInvalid);
  // Some systems print what they take back with a minus.
  if (amount < 0 && !cancel) row.reject(REASONS.amountNegative, 'amount');
  const receiptDate = row.date('receiptDate', REASONS.receiptDateInvalid);
  return {
    subjectId,
    levyYear: row.year('levyYear', REASONS.levyYearInvalid),
    noticeNo: row.required('noticeNo', REASONS.noticeNoMissing),
    periodNo: row.period('periodNo'),
    receiptDate,
    entryDate: row.optionalDate('entryDate', REASONS.entryDateInvalid) ?? receiptDate,
    amount: Math.abs(amount),
    demandFee: row.optionalYen('demandFee', REASONS.demandFeeInvalid),
    interest: row.optionalYen('interest', REASONS.interestInvalid),
    channel: row.given('channel'),
    preliminary: row.flag('stage', codes.preliminary, false, REASONS.stageInvalid),
    cancel,
  };
}

/** What makes the same line in two files one line: the claim, the days, the amounts, the channel and its stage. */
export function paymentKey(row: PaymentRow): string {
  return [
    row.subjectId,
    row.levyYear,
    row.noticeNo,
    row.periodNo,
    row.receiptDate,
    row.entryDate,
    row.amount,
    row.demandFee,
    row.interest,
    row.channel ?? '',
    row.preliminary ? 'P' : 'F',
  ].join('|');
}
