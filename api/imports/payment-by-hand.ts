import { DomainError } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import type { Sql, TransactionSql } from '../../core/platform/postgres.ts';
import { withImportLock } from './import-lock.ts';
import { refreshPaid } from './refresh-paid.ts';

/** Somebody waits at a counter or on the telephone: rather a clear answer than the end of a long import. */
const LOCK_WAIT_MS = 5_000;
/** The layout name of runs that no file made. */
const BY_HAND = 'by_hand';

export interface PaymentByHand {
  arrearsItemId: number;
  /** `YYYY-MM-DD`: the day the money was received. */
  receiptDate: string;
  /** Integer yen of 本税; fee and interest beside it. */
  amount: number;
  demandFee: number;
  interest: number;
  channel: string | null;
}

export interface ByHand {
  staffId: string;
  /** Product clock's day. */
  today: string;
}

/**
 * One payment told before its file comes (速報): counts at once, and the line of a later file with the same claim, day and amounts
 * confirms it instead of counting twice.
 *
 * @throws DomainError payment/item-unknown, payment/too-much, payment/in-future, import/busy
 */
export async function postPayment(sql: Sql, payment: PaymentByHand, by: ByHand): Promise<{ id: number }> {
  if (payment.receiptDate > by.today)
    throw new DomainError('payment/in-future', 422, '領収日が先の日付です。領収日を確認してください。');
  return withImportLock(sql, LOCK_WAIT_MS, () =>
    sql.begin(async (tx) => {
      const unpaid = await lockItem(tx, payment.arrearsItemId);
      if (unpaid === undefined)
        throw new DomainError('payment/item-unknown', 404, '期別が見つかりません。一覧を開き直してください。');
      if (payment.amount > unpaid)
        throw new DomainError('payment/too-much', 422, '未納額より大きい金額です。期別と金額を確認してください。');
      const runId = await insertRunByHand(tx, by.staffId, '手入力（速報）');
      const [entry] = await tx<{ id: number }[]>`
        insert into payment_entry (entry_key, arrears_item_id, receipt_date, entry_date, amount, demand_fee, interest, channel,
          preliminary, run_id)
        values (${`hand:${runId}`}, ${payment.arrearsItemId}, ${payment.receiptDate}, ${by.today}, ${payment.amount},
          ${payment.demandFee}, ${payment.interest}, ${payment.channel}, true, ${runId}) returning id`;
      await refreshPaid(tx, tx`select ${payment.arrearsItemId}::bigint`);
      if (!entry) throw new Error('the payment was not written');
      return entry;
    }),
  );
}

/**
 * 速報取消: the money is owed again and the person comes back. What a 確報 confirmed, or the core system's 収納額 contains, is no longer
 * ours to take back.
 *
 * @throws DomainError payment/unknown, payment/cancelled-before, payment/confirmed, import/busy
 */
export async function cancelPayment(sql: Sql, id: number, reason: string, by: ByHand): Promise<{ personId: number }> {
  return withImportLock(sql, LOCK_WAIT_MS, () =>
    sql.begin(async (tx) => {
      const entry = await lockEntry(tx, id);
      if (!entry) throw new DomainError('payment/unknown', 404, '入金が見つかりません。');
      if (entry.cancelled)
        throw new DomainError('payment/cancelled-before', 409, 'この入金はすでに取り消されています。');
      if (!entry.preliminary || entry.contained)
        throw new DomainError(
          'payment/confirmed',
          409,
          '確報で確認された入金は、ここでは取り消せません。基幹システムで訂正してください。',
        );
      const runId = await insertRunByHand(tx, by.staffId, `手入力（速報取消）: ${reason}`);
      await tx`update payment_entry set cancelled_at = now(), cancelled_by_run = ${runId}, cancel_key = ${`hand:${runId}`}
        where id = ${id}`;
      await refreshPaid(tx, tx`select ${entry.itemId}::bigint`);
      return { personId: entry.personId };
    }),
  );
}

async function lockItem(tx: TransactionSql, id: number): Promise<number | undefined> {
  const [row] = await tx<{ unpaid: number }[]>`select unpaid from arrears_item where id = ${id} for update`;
  return row?.unpaid;
}

async function lockEntry(tx: TransactionSql, id: number) {
  const [row] = await tx<
    { itemId: number; personId: number; preliminary: boolean; contained: boolean; cancelled: boolean }[]
  >`
    select e.arrears_item_id as "itemId", a.person_id as "personId", e.preliminary, e.contained_on is not null as contained,
      e.cancelled_at is not null as cancelled
    from payment_entry e join arrears_item a on a.id = e.arrears_item_id where e.id = ${id} for update of e, a`;
  return row;
}

/** Every payment belongs to a run: this one has no file and is over at once. Its audit row is the run's own. */
async function insertRunByHand(tx: TransactionSql, staffId: string, source: string): Promise<string> {
  const id = newId();
  await tx`insert into import_run (id, layout, source, state, started_by, started_at, finished_at)
    values (${id}, ${BY_HAND}, ${source}, 'done', ${staffId}, now(), now())`;
  return id;
}
