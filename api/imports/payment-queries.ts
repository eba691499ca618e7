import type { Fragment, TransactionSql } from '../../core/platform/postgres.ts';
import type { AllocationCandidate } from '../../core/rules/formats/allocate-payment.ts';
import type { RejectReason } from '../../core/rules/formats/reject-reasons.ts';

export const PAYMENT_STAGE_COLUMNS = [
  'line_no',
  'entry_key',
  'subject_id',
  'levy_year',
  'notice_no',
  'period_no',
  'receipt_date',
  'entry_date',
  'amount',
  'demand_fee',
  'interest',
  'channel',
  'preliminary',
  'cancel',
  'raw',
];

/** `state`: waiting until something happened with the line; whatever still waits at the end is rejected. */
export async function createPaymentStage(tx: TransactionSql): Promise<void> {
  await tx`
    create temp table stage_payment (
      line_no bigint, entry_key text, subject_id text, levy_year smallint, notice_no text, period_no text,
      receipt_date date, entry_date date, amount bigint, demand_fee bigint, interest bigint, channel text,
      preliminary boolean, cancel boolean, raw bytea, item_id bigint, candidates integer, done boolean default false
    ) on commit drop`;
}

/** An exact repeat of a line is neither an error nor more money. */
export async function dropRepeatedLines(tx: TransactionSql): Promise<void> {
  await tx`
    delete from stage_payment s using (
      select entry_key, cancel, min(line_no) as line_no from stage_payment
      group by entry_key, cancel having count(*) > 1
    ) k
    where s.entry_key = k.entry_key and s.cancel = k.cancel and s.line_no > k.line_no`;
  await tx`analyze stage_payment`;
}

/** Lines of an earlier file change nothing, even when the payment was cancelled since. */
export async function dropKnownLines(tx: TransactionSql): Promise<void> {
  await tx`delete from stage_payment s using payment_entry e where not s.cancel and e.entry_key = s.entry_key`;
  await tx`delete from stage_payment s using payment_entry e where not s.cancel and e.counterpart_key = s.entry_key`;
  await tx`delete from stage_payment s using payment_entry e where s.cancel and e.cancel_key = s.entry_key`;
}

/** The installments these lines may mean, copied out once: everything after this joins the small table. Answers how many. */
export async function matchItems(tx: TransactionSql): Promise<number> {
  const items = await tx`
    create temp table stage_item on commit drop as
    select a.id, a.subject_id, a.levy_year, a.taxable_year, a.notice_no, a.period_no, a.due_date, a.unpaid
    from arrears_item a
    where (a.subject_id, a.levy_year, a.notice_no, a.period_no) in (
      select subject_id, levy_year, notice_no, period_no from stage_payment)`;
  await tx`create index on stage_item (id)`;
  await tx`analyze stage_item`;
  await tx`
    update stage_payment s set item_id = m.item_id, candidates = m.candidates
    from (
      select l.line_no, min(a.id) as item_id, count(*)::int as candidates
      from stage_payment l join stage_item a
        on (a.subject_id, a.levy_year, a.notice_no, a.period_no) = (l.subject_id, l.levy_year, l.notice_no, l.period_no)
      group by l.line_no
    ) m
    where m.line_no = s.line_no`;
  return items.count;
}

export interface AmbiguousLine {
  lineNo: number;
  amount: number;
  cancel: boolean;
  candidates: AllocationCandidate[];
}

export async function selectAmbiguous(tx: TransactionSql): Promise<AmbiguousLine[]> {
  const rows = await tx<AmbiguousLine[]>`
    select s.line_no as "lineNo", s.amount, s.cancel,
      jsonb_agg(jsonb_build_object('itemId', a.id, 'levyYear', a.levy_year, 'taxableYear', a.taxable_year,
        'dueDate', a.due_date, 'unpaid', a.unpaid)) as candidates
    from stage_payment s join stage_item a
      on (a.subject_id, a.levy_year, a.notice_no, a.period_no) = (s.subject_id, s.levy_year, s.notice_no, s.period_no)
    where s.candidates > 1 group by s.line_no, s.amount, s.cancel order by s.line_no`;
  return [...rows];
}

export async function saveAllocation(
  tx: TransactionSql,
  chosen: readonly { lineNo: number; itemId: number }[],
): Promise<void> {
  if (chosen.length === 0) return;
  await tx`
    update stage_payment s set item_id = c.item_id
    from unnest(${chosen.map(({ lineNo }) => lineNo)}::bigint[], ${chosen.map(({ itemId }) => itemId)}::bigint[])
      as c(line_no, item_id)
    where s.line_no = c.line_no`;
}

export async function rejectUnmatched(tx: TransactionSql, fileId: number, reason: RejectReason): Promise<number> {
  const result = await tx`
    with unmatched as (delete from stage_payment where item_id is null returning line_no, raw)
    insert into import_row_error (file_id, line_no, reason, raw)
    select ${fileId}, line_no, ${reason}, raw from unmatched order by line_no`;
  return result.count;
}

/** Every installment that these lines may touch. */
export function touchedItems(tx: TransactionSql): Fragment {
  return tx`select id from stage_item`;
}

/**
 * Every cancelling line takes back one living payment of the same claim and amount; one with the same day of receipt,
 * channel and stage first, then the newest. A 速報取消 never takes back what a 確報 confirmed.
 */
export async function applyCancellations(tx: TransactionSql, runId: string): Promise<number> {
  let applied = 0;
  // Two payments may be the best choice of one line each; a round settles at least one line per payment and claim.
  for (;;) {
    const result = await tx`
      with possible as (
        select s.line_no, s.entry_key, e.id,
          row_number() over (partition by s.line_no order by e.receipt_date = s.receipt_date desc,
            e.preliminary = s.preliminary desc, e.channel is not distinct from s.channel desc, e.id desc) as choice
        from stage_payment s
        join stage_item a
          on (a.subject_id, a.levy_year, a.notice_no, a.period_no)
           = (s.subject_id, s.levy_year, s.notice_no, s.period_no)
        join payment_entry e on e.arrears_item_id = a.id and e.amount = s.amount and e.cancelled_at is null
        where s.cancel and not s.done and (e.preliminary or not s.preliminary)
      ), chosen as (
        select distinct on (id) line_no, entry_key, id from possible where choice = 1 order by id, line_no
      ), cancelled as (
        update payment_entry e set cancelled_at = now(), cancelled_by_run = ${runId}, cancel_key = c.entry_key
        from chosen c where e.id = c.id
      )
      update stage_payment s set done = true from chosen c where s.line_no = c.line_no`;
    if (result.count === 0) return applied;
    applied += result.count;
  }
}

/** Lines that say again, as 確報 (or late as 速報), what a living payment already says: attached to it, counted once. */
export async function attachCounterparts(
  tx: TransactionSql,
  { newLines }: { newLines: 'final' | 'preliminary' },
): Promise<number> {
  const lineIsPreliminary = newLines === 'preliminary';
  const standing = await tx`
    create temp table stage_standing on commit drop as
    select e.id, a.subject_id, a.levy_year, a.notice_no, a.period_no, e.receipt_date, e.amount, e.demand_fee, e.interest
    from payment_entry e join stage_item a on a.id = e.arrears_item_id
    where e.cancelled_at is null and e.counterpart_key is null and e.preliminary = ${!lineIsPreliminary}`;
  const attached = standing.count === 0 ? 0 : await attachToStanding(tx, lineIsPreliminary);
  await tx`drop table stage_standing`;
  return attached;
}

/** Most lines meet nothing: only those that do are numbered, which takes a sort. */
async function attachToStanding(tx: TransactionSql, lineIsPreliminary: boolean): Promise<number> {
  await tx`analyze stage_standing`;
  const same = tx`subject_id, levy_year, notice_no, period_no, receipt_date, amount, demand_fee, interest`;
  const result = await tx`
    with lines as (
      select *, row_number() over (partition by ${same} order by line_no) as place from stage_payment
      where not cancel and not done and preliminary = ${lineIsPreliminary}
        and (${same}) in (select ${same} from stage_standing)
    ), meeting as (
      select *, row_number() over (partition by ${same} order by id) as place from stage_standing
      where (${same}) in (select ${same} from lines)
    ), pairs as (
      select l.line_no, l.entry_key, m.id from lines l join meeting m using (${same}, place)
    ), attached as (
      update payment_entry e set counterpart_key = p.entry_key, preliminary = false from pairs p where e.id = p.id
    )
    update stage_payment s set done = true from pairs p where s.line_no = p.line_no`;
  return result.count;
}

/** What no payment stands for yet. The lines stay as they are: nothing that follows asks for lines of this stage again. */
export async function insertEntries(
  tx: TransactionSql,
  runId: string,
  preliminary: boolean,
): Promise<{ count: number; yen: number }> {
  const [row] = await tx<{ count: number; yen: number }[]>`
    with added as (
      insert into payment_entry (entry_key, arrears_item_id, receipt_date, entry_date, amount, demand_fee, interest,
        channel, preliminary, run_id)
      select entry_key, item_id, receipt_date, entry_date, amount, demand_fee, interest, channel, preliminary, ${runId}
      from stage_payment where not cancel and not done and preliminary = ${preliminary}
      returning amount
    )
    select count(*)::int as count, coalesce(sum(amount), 0)::bigint as yen from added`;
  return row ?? { count: 0, yen: 0 };
}

export async function rejectCancellations(
  tx: TransactionSql,
  fileId: number,
  reasons: { unknown: RejectReason; before: RejectReason; ofFinal: RejectReason },
): Promise<number> {
  const result = await tx`
    insert into import_row_error (file_id, line_no, reason, raw)
    select ${fileId}, s.line_no,
      case
        when bool_or(e.id is not null and e.cancelled_at is null) then ${reasons.ofFinal}::text
        when bool_or(e.cancelled_at is not null) then ${reasons.before}::text
        else ${reasons.unknown}::text
      end, s.raw
    from stage_payment s
    join stage_item a
      on (a.subject_id, a.levy_year, a.notice_no, a.period_no) = (s.subject_id, s.levy_year, s.notice_no, s.period_no)
    left join payment_entry e on e.arrears_item_id = a.id and e.amount = s.amount
    where s.cancel and not s.done
    group by s.line_no, s.raw order by s.line_no`;
  return result.count;
}
