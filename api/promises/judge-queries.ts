import type { Queryable } from '../../core/platform/postgres.ts';
import type { PromiseState, PromiseToJudge } from '../../core/rules/promise.ts';

/** Takes the oldest stirs away. With the transaction that judges they are gone, or all of them come back. */
export async function takeStirs(db: Queryable, limit: number): Promise<string[]> {
  const rows = await db<{ promiseId: string }[]>`
    delete from promise_stir where id in (select id from promise_stir order by id limit ${limit} for update skip locked)
    returning promise_id as "promiseId"`;
  return [...new Set(rows.map(({ promiseId }) => promiseId))].sort();
}

/** @param after the last id of the batch before; '' = from the beginning */
export async function selectOpenPromises(db: Queryable, after: string, limit: number): Promise<string[]> {
  const from = after === '' ? db`` : db`and id > ${after}`;
  const rows = await db<{ id: string }[]>`
    select id from promise where state = 'open' ${from} order by id limit ${limit}`;
  return rows.map(({ id }) => id);
}

export interface JudgedRow extends PromiseToJudge {
  id: string;
  keptAmount: number;
}

/** The facts of promises, locked in one order. What was received is measured at the claims themselves, whatever file it came by. */
export async function lockToJudge(db: Queryable, ids: readonly string[]): Promise<JudgedRow[]> {
  // Locked first, read after: a payment committed while we waited for the lock is in the figures.
  await db`select 1 from promise where id = any(${ids as string[]}::uuid[]) order by id for update`;
  return db<JudgedRow[]>`
    select p.id, p.state, p.promised_on as "promisedOn", p.grace_days as "graceDays", p.amount, p.kept_amount as "keptAmount",
      coalesce((select jsonb_agg(jsonb_build_object('unpaidThen', i.unpaid, 'unpaidNow', a.unpaid,
          'received', a.collected + a.paid - i.received,
          'receivedLate', (select coalesce(sum(e.amount), 0) from payment_entry e where e.arrears_item_id = a.id
            and e.cancelled_at is null and e.receipt_date > p.promised_on + p.grace_days)))
        from promise_item i join arrears_item a on a.id = i.arrears_item_id where i.promise_id = p.id), '[]') as items
    from promise p where p.id = any(${ids as string[]}::uuid[])
    order by p.id`;
}

export async function updateJudged(
  db: Queryable,
  judged: readonly { promiseId: string; state: PromiseState; keptAmount: number }[],
  at: Date,
): Promise<void> {
  if (judged.length === 0) return;
  await db`
    update promise p set state = j.state, kept_amount = j.kept, judged_at = ${at}
    from unnest(${judged.map(({ promiseId }) => promiseId)}::uuid[], ${judged.map(({ state }) => state)}::text[],
      ${judged.map(({ keptAmount }) => keptAmount)}::bigint[]) as j (id, state, kept)
    where p.id = j.id`;
}
