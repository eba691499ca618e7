import type { Queryable } from '../../core/platform/postgres.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';

export interface ArrearsRow {
  id: number;
  subjectId: string;
  subjectName: string;
  source: SharingScope;
  levyYear: number;
  taxableYear: number;
  noticeNo: string;
  periodNo: string;
  dueDate: string;
  principal: number;
  demandFee: number;
  collected: number;
  paid: number;
  unpaid: number;
  disposition: string | null;
  demandIssuedOn: string | null;
}

/** Columns of a period `i` with its subject `s`. */
const columns = (db: Queryable) => db`
  i.id, i.subject_id as "subjectId", s.name as "subjectName",
  jsonb_build_object('subjectId', s.id, 'debtClass', s.debt_class, 'sharingGroup', s.sharing_group) as source,
  i.levy_year as "levyYear", i.taxable_year as "taxableYear", i.notice_no as "noticeNo", i.period_no as "periodNo",
  i.due_date as "dueDate", i.principal, i.demand_fee as "demandFee", i.collected, i.paid, i.unpaid, i.disposition,
  i.demand_issued_on as "demandIssuedOn"`;

/** Everything still open of a person, of every subject: the caller filters by sharing. */
export function selectOpenArrears(db: Queryable, personId: number): Promise<ArrearsRow[]> {
  return db<ArrearsRow[]>`
    select ${columns(db)} from arrears_item i join subject s on s.id = i.subject_id
    where i.person_id = ${personId} and i.unpaid > 0 order by i.due_date, i.subject_id, i.id limit 500`;
}

export interface DebtItemRow extends ArrearsRow {
  engine: string | null;
  interestFixed: number;
}

/**
 * What may still be owed of a person, of every subject: open 本税, 確定延滞金 behind paid 本税, and what was paid so lately that the core
 * system has not fixed its charge. The caller filters by sharing.
 */
export function selectDebtItems(db: Queryable, personId: number): Promise<DebtItemRow[]> {
  return db<DebtItemRow[]>`
    select ${columns(db)}, s.delinquency_engine as engine, i.interest_fixed as "interestFixed"
    from arrears_item i join subject s on s.id = i.subject_id
    where i.person_id = ${personId} and (i.unpaid > 0 or i.interest_fixed > 0 or i.paid > 0)
    order by i.due_date, i.subject_id, i.id limit 500`;
}

export interface ReceiptRow {
  itemId: number;
  /** 領収日, `YYYY-MM-DD`. */
  on: string;
  amount: number;
  demandFee: number;
  charge: number;
  /** Already part of 収納額. */
  contained: boolean;
}

/** Living payments of these periods. */
export function selectReceipts(db: Queryable, itemIds: readonly number[]): Promise<ReceiptRow[]> {
  return db<ReceiptRow[]>`
    select arrears_item_id as "itemId", receipt_date as on, amount, demand_fee as "demandFee", interest as charge,
      contained_on is not null as contained
    from payment_entry where arrears_item_id = any(${[...itemIds]}::bigint[]) and cancelled_at is null
    order by receipt_date, id`;
}

export interface SuspensionRow {
  kind: 'grace' | 'enforcement_stop';
  fromOn: string;
  toOn: string | null;
  source: string;
}

/** Every 猶予 and 執行停止 whose days are known, those that are over too: their days were spared. */
export function selectSuspensions(db: Queryable, personId: number): Promise<SuspensionRow[]> {
  return db<SuspensionRow[]>`
    select kind, from_on as "fromOn", to_on as "toOn", source from stop_flag
    where person_id = ${personId} and kind in ('grace', 'enforcement_stop') order by from_on, id limit 100`;
}

/** The day the newest file of amounts stands for (`YYYY-MM-DD`), or when it was taken in (ISO) if the files name no day. */
export async function selectAmountsAsOf(db: Queryable): Promise<string | null> {
  const [row] = await db<{ day: string | null; at: Date | null }[]>`
    select max(data_date) as day, max(completed_at) as at from import_file
    where kind in ('arrears', 'payment') and completed_at is not null`;
  return row?.day ?? row?.at?.toISOString() ?? null;
}
