import type { TransactionSql } from '../../core/platform/postgres.ts';

/** `paid` = living payments that `collected` does not contain yet. */
export async function refreshPaid(tx: TransactionSql, itemIds: readonly number[]): Promise<void> {
  if (itemIds.length === 0) return;
  await tx`
    update arrears_item a set paid = sums.paid, updated_at = now()
    from (
      select i.id, coalesce(sum(e.amount) filter (where e.cancelled_at is null and e.contained_on is null), 0) as paid
      from (select distinct unnest(${itemIds as number[]}::bigint[]) as id) i
      left join payment_entry e on e.arrears_item_id = i.id
      group by i.id
    ) sums
    where a.id = sums.id and a.paid <> sums.paid`;
}
