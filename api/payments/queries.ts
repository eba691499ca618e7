import type { Queryable } from '../../core/platform/postgres.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';

export interface PaymentRow {
  id: number;
  arrearsItemId: number;
  source: SharingScope;
  subjectName: string;
  noticeNo: string;
  periodNo: string;
  receiptDate: string;
  amount: number;
  channel: string | null;
  preliminary: boolean;
  contained: boolean;
  cancelled: boolean;
}

/** A person's payments, newest first; the caller filters by sharing. */
export function selectPayments(db: Queryable, personId: number): Promise<PaymentRow[]> {
  return db<PaymentRow[]>`
    select e.id, a.id as "arrearsItemId", s.name as "subjectName", a.notice_no as "noticeNo", a.period_no as "periodNo",
      jsonb_build_object('subjectId', s.id, 'debtClass', s.debt_class, 'sharingGroup', s.sharing_group) as source,
      e.receipt_date as "receiptDate", e.amount, e.channel, e.preliminary, e.contained_on is not null as contained,
      e.cancelled_at is not null as cancelled
    from arrears_item a join payment_entry e on e.arrears_item_id = a.id join subject s on s.id = a.subject_id
    where a.person_id = ${personId} order by e.receipt_date desc, e.id desc limit 200`;
}

/** The claim a payment would be for, if it is this person's. */
export async function selectItemSource(
  db: Queryable,
  personId: number,
  itemId: number,
): Promise<SharingScope | undefined> {
  const [row] = await db<{ source: SharingScope }[]>`
    select jsonb_build_object('subjectId', s.id, 'debtClass', s.debt_class, 'sharingGroup', s.sharing_group) as source
    from arrears_item a join subject s on s.id = a.subject_id where a.id = ${itemId} and a.person_id = ${personId}`;
  return row?.source;
}
