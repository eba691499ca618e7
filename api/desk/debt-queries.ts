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

/** Everything still open of a person, of every subject: the caller filters by sharing. */
export function selectOpenArrears(db: Queryable, personId: number): Promise<ArrearsRow[]> {
  return db<ArrearsRow[]>`
    select i.id, i.subject_id as "subjectId", s.name as "subjectName",
      jsonb_build_object('subjectId', s.id, 'debtClass', s.debt_class, 'sharingGroup', s.sharing_group) as source,
      i.levy_year as "levyYear", i.taxable_year as "taxableYear", i.notice_no as "noticeNo", i.period_no as "periodNo",
      i.due_date as "dueDate", i.principal, i.demand_fee as "demandFee", i.collected, i.paid, i.unpaid, i.disposition,
      i.demand_issued_on as "demandIssuedOn"
    from arrears_item i join subject s on s.id = i.subject_id
    where i.person_id = ${personId} and i.unpaid > 0
    order by i.due_date, i.subject_id, i.id limit 500`;
}

/** The day the newest file of amounts stands for (`YYYY-MM-DD`), or when it was taken in (ISO) if the files name no day. */
export async function selectAmountsAsOf(db: Queryable): Promise<string | null> {
  const [row] = await db<{ day: string | null; at: Date | null }[]>`
    select max(data_date) as day, max(completed_at) as at from import_file
    where kind in ('arrears', 'payment') and completed_at is not null`;
  return row?.day ?? row?.at?.toISOString() ?? null;
}
