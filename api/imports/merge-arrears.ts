import { DomainError } from '../../core/platform/errors.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import type { TypedColumns } from './binary-copy.ts';
import { refreshPaid } from './refresh-paid.ts';

const ROW_COLUMNS = {
  person_id: 'int8',
  subject_id: 'text',
  levy_year: 'int2',
  taxable_year: 'int2',
  notice_no: 'text',
  period_no: 'text',
  due_date: 'date',
  principal: 'int8',
  demand_fee: 'int8',
  interest_fixed: 'int8',
  collected: 'int8',
  demand_issued_on: 'date',
  disposition: 'text',
  direct_debit: 'bool',
  facet_id: 'int4',
} as const satisfies TypedColumns;
export const ARREARS_STAGE_COLUMNS: TypedColumns = { ...ROW_COLUMNS, line_no: 'int8' };
export const ARREARS_ITEM_COLUMNS: TypedColumns = { ...ROW_COLUMNS, source_date: 'date' };

/** A full file that ends more than half of what was owed is taken for a broken one. Small bases have small files. */
const MAX_CLOSED_SHARE = 0.5;
const SMALL_BASE = 100;

/** Of which subjects a full file is the whole: of the one its name says, of those it holds, or of every one. */
export type FullOf = { subject: string } | 'subjects_in_file' | 'every_subject';

export async function createArrearsStage(tx: TransactionSql): Promise<void> {
  await tx`
    create temp table stage_arrears (
      line_no bigint, person_id bigint, subject_id text, levy_year smallint, taxable_year smallint, notice_no text,
      period_no text, due_date date, principal bigint, demand_fee bigint, interest_fixed bigint, collected bigint,
      demand_issued_on date, disposition text, direct_debit boolean, facet_id integer
    ) on commit drop`;
}

/** Nothing is known yet, of this subject where the file is of one. */
export async function hasNoItems(tx: TransactionSql, subjectId: string | null): Promise<boolean> {
  const rows = await tx`
    select 1 from arrears_item where ${subjectId}::text is null or subject_id = ${subjectId} limit 1`;
  return rows.length === 0;
}

/** Brings the installments to what the stage says; the later of two rows with one key counts. */
export async function mergeArrears(
  tx: TransactionSql,
  { dataDate, full, afterFirstLoad }: { dataDate: string | null; full: FullOf | null; afterFirstLoad: boolean },
): Promise<{ changed: number; closed: number; contained: number }> {
  await tx`analyze stage_arrears`;
  const repeated = await dropRepeatedItems(tx);
  const contained = await markContainedPayments(tx, dataDate);
  const updated = await updateItems(tx, dataDate);
  const inserted = await insertItems(tx, dataDate);
  // Without this the payment stage plans for an empty table.
  if (inserted > 0 || afterFirstLoad) await tx`analyze arrears_item`;
  const closed = full ? await closeMissingItems(tx, dataDate, full) : 0;
  return { changed: repeated + updated + inserted, closed, contained };
}

async function dropRepeatedItems(tx: TransactionSql): Promise<number> {
  const rows = await tx<{ differs: boolean }[]>`
    with kept as (
      select subject_id, levy_year, taxable_year, notice_no, period_no, max(line_no) as line_no from stage_arrears
      group by subject_id, levy_year, taxable_year, notice_no, period_no having count(*) > 1
    )
    delete from stage_arrears s using kept k, stage_arrears l
    where (s.subject_id, s.levy_year, s.taxable_year, s.notice_no, s.period_no)
        = (k.subject_id, k.levy_year, k.taxable_year, k.notice_no, k.period_no)
      and s.line_no < k.line_no and l.line_no = k.line_no
    returning to_jsonb(s) - 'line_no' <> to_jsonb(l) - 'line_no' as differs`;
  return rows.filter(({ differs }) => differs).length;
}

/**
 * 収納額 that grew contains payments we knew before the core system did: from then on they are in `collected`, and counting
 * them in `paid` too would count money twice. Oldest first, as many as the growth holds.
 */
async function markContainedPayments(tx: TransactionSql, dataDate: string | null): Promise<number> {
  const rows = await tx<{ arrears_item_id: number }[]>`
    with grown as (
      select a.id, s.collected - a.collected as growth
      from stage_arrears s join arrears_item a
        on (a.subject_id, a.levy_year, a.taxable_year, a.notice_no, a.period_no)
         = (s.subject_id, s.levy_year, s.taxable_year, s.notice_no, s.period_no)
      where a.paid > 0 and s.collected > a.collected
    ), running as (
      select e.id, sum(e.amount) over (partition by e.arrears_item_id order by e.entry_date, e.id) as so_far, g.growth
      from grown g join payment_entry e on e.arrears_item_id = g.id
      where e.cancelled_at is null and e.contained_on is null
        and (${dataDate}::date is null or e.entry_date <= ${dataDate}::date)
    )
    update payment_entry e set contained_on = coalesce(${dataDate}::date, e.entry_date)
    from running r where r.id = e.id and r.so_far <= r.growth
    returning e.arrears_item_id`;
  const ids = [...new Set(rows.map(({ arrears_item_id }) => arrears_item_id))];
  if (ids.length > 0) await refreshPaid(tx, tx`select unnest(${ids}::bigint[])`);
  return rows.length;
}

async function updateItems(tx: TransactionSql, dataDate: string | null): Promise<number> {
  const result = await tx`
    update arrears_item a set
      person_id = s.person_id, due_date = s.due_date, principal = s.principal, demand_fee = s.demand_fee,
      interest_fixed = s.interest_fixed, collected = s.collected, demand_issued_on = s.demand_issued_on,
      disposition = s.disposition, direct_debit = s.direct_debit, facet_id = s.facet_id, source_date = ${dataDate},
      updated_at = now()
    from stage_arrears s
    where (a.subject_id, a.levy_year, a.taxable_year, a.notice_no, a.period_no)
        = (s.subject_id, s.levy_year, s.taxable_year, s.notice_no, s.period_no)
      and (a.person_id, a.due_date, a.principal, a.demand_fee, a.interest_fixed, a.collected, a.demand_issued_on,
        a.disposition, a.direct_debit)
        is distinct from (s.person_id, s.due_date, s.principal, s.demand_fee, s.interest_fixed, s.collected,
        s.demand_issued_on, s.disposition, s.direct_debit)`;
  return result.count;
}

async function insertItems(tx: TransactionSql, dataDate: string | null): Promise<number> {
  const result = await tx`
    insert into arrears_item (subject_id, levy_year, taxable_year, notice_no, period_no, person_id, due_date, principal,
      demand_fee, interest_fixed, collected, demand_issued_on, disposition, direct_debit, facet_id, source_date)
    select s.subject_id, s.levy_year, s.taxable_year, s.notice_no, s.period_no, s.person_id, s.due_date, s.principal,
      s.demand_fee, s.interest_fixed, s.collected, s.demand_issued_on, s.disposition, s.direct_debit, s.facet_id,
      ${dataDate}::date
    from stage_arrears s
    where not exists (
      select 1 from arrears_item a
      where (a.subject_id, a.levy_year, a.taxable_year, a.notice_no, a.period_no)
          = (s.subject_id, s.levy_year, s.taxable_year, s.notice_no, s.period_no))`;
  return result.count;
}

/** A full file lists everything that is owed: what is missing was settled, withdrawn or written off by the core system. */
async function closeMissingItems(tx: TransactionSql, dataDate: string | null, of: FullOf): Promise<number> {
  // Invented citizens of the training are in no file of the city's.
  const real = tx`a.person_id <> all(array(select id from person where training))`;
  const inScope =
    of === 'every_subject'
      ? tx`true`
      : of === 'subjects_in_file'
        ? tx`a.subject_id in (select subject_id from stage_arrears)`
        : tx`a.subject_id = ${of.subject}`;
  const [before] = await tx<{ open: number }[]>`
    select count(*)::int as open from arrears_item a where a.unpaid > 0 and ${inScope} and ${real}`;
  const result = await tx`
    update arrears_item a set collected = a.principal, interest_fixed = 0, source_date = ${dataDate}, updated_at = now()
    where a.unpaid > 0 and ${inScope} and ${real} and not exists (
      select 1 from stage_arrears s
      where (a.subject_id, a.levy_year, a.taxable_year, a.notice_no, a.period_no)
          = (s.subject_id, s.levy_year, s.taxable_year, s.notice_no, s.period_no))`;
  // Of a period whose 本税 was paid before, the 確定延滞金 that is no longer listed.
  await tx`
    update arrears_item a set interest_fixed = 0, source_date = ${dataDate}, updated_at = now()
    where a.unpaid = 0 and a.interest_fixed > 0 and ${inScope} and not exists (
      select 1 from stage_arrears s
      where (a.subject_id, a.levy_year, a.taxable_year, a.notice_no, a.period_no)
          = (s.subject_id, s.levy_year, s.taxable_year, s.notice_no, s.period_no))`;
  const open = before?.open ?? 0;
  if (open > SMALL_BASE && result.count > open * MAX_CLOSED_SHARE)
    throw new DomainError(
      'import/too-many-missing',
      409,
      `全件ファイルに、未納だった ${open} 件のうち ${result.count} 件がありません。途中で切れたファイルの可能性があるため、何も変更しませんでした。`,
      { open, missing: result.count },
    );
  return result.count;
}
