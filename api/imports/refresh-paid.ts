import type { Fragment, TransactionSql } from '../../core/platform/postgres.ts';

/**
 * `paid` = living payments that `collected` does not contain yet, of the installments of `items` (a query of ids).
 * `settled`: of how many nothing is owed from now on.
 */
export async function refreshPaid(tx: TransactionSql, items: Fragment): Promise<{ settled: number }> {
  const [row] = await tx<{ settled: number }[]>`
    with sums as (
      select i.id,
        coalesce(sum(e.amount) filter (where e.cancelled_at is null and e.contained_on is null), 0)::bigint as paid
      from (select distinct id from (${items}) given (id)) i
      left join payment_entry e on e.arrears_item_id = i.id
      group by i.id
    ), changed as (
      update arrears_item a set paid = sums.paid, updated_at = now()
      from sums where a.id = sums.id and a.paid <> sums.paid
      returning old.unpaid as before, new.unpaid as after
    )
    select count(*) filter (where before > 0 and after = 0)::int as settled from changed`;
  return row ?? { settled: 0 };
}
