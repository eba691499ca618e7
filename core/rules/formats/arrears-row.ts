import type { ArrearsField, CodeTables } from './layout.ts';
import { REASONS } from './reject-reasons.ts';
import type { RowReading } from './row-reading.ts';

/** One 期別 (installment of a claim); key = subject, levy year, taxable year, notice, period. */
export interface ArrearsRow {
  addresseeNo: string;
  subjectId: string;
  levyYear: number;
  taxableYear: number;
  noticeNo: string;
  periodNo: string;
  dueDate: string;
  principal: number;
  demandFee: number;
  interestFixed: number;
  collected: number;
  demandIssuedOn: string | null;
  disposition: string | null;
  directDebit: boolean;
}

export interface ArrearsCodes extends Pick<CodeTables, 'directDebit'> {
  subjectIds: ReadonlyMap<string, string>;
  /** Where every subject has its own file. */
  subjectOfFile: string | null;
  isKnownAddressee(addresseeNo: string): boolean;
}

/** @throws RowRejected */
export function readArrearsRow(row: RowReading<ArrearsField>, codes: ArrearsCodes): ArrearsRow {
  const addresseeNo = row.required('addresseeNo', REASONS.addresseeNoMissing);
  if (!codes.isKnownAddressee(addresseeNo)) row.reject(REASONS.addresseeNoUnknown, 'addresseeNo');
  const subjectId =
    codes.subjectIds.get(codes.subjectOfFile ?? row.plain('subject')) ?? row.reject(REASONS.subjectUnknown, 'subject');
  const levyYear = row.year('levyYear', REASONS.levyYearInvalid);
  const principal = row.yen('principal', REASONS.principalInvalid);
  if (principal < 0) row.reject(REASONS.principalNegative, 'principal');
  return {
    addresseeNo,
    subjectId,
    levyYear,
    // Blank: the year the claim was levied is the year it belongs to.
    taxableYear: row.plain('taxableYear') === '' ? levyYear : row.year('taxableYear', REASONS.taxableYearInvalid),
    noticeNo: row.required('noticeNo', REASONS.noticeNoMissing),
    periodNo: row.period('periodNo'),
    dueDate: row.date('dueDate', REASONS.dueDateInvalid),
    principal,
    demandFee: row.optionalYen('demandFee', REASONS.demandFeeInvalid),
    interestFixed: row.optionalYen('interestFixed', REASONS.interestInvalid),
    // More than the principal is kept as it is (過納): what is unpaid then is nothing.
    collected: row.optionalYen('collected', REASONS.collectedInvalid),
    demandIssuedOn: row.optionalDate('demandIssuedOn', REASONS.demandIssuedOnInvalid),
    disposition: row.given('disposition'),
    directDebit: row.flag('directDebit', codes.directDebit, false, REASONS.directDebitInvalid),
  };
}
