import type { Sql, TransactionSql } from '../../core/platform/postgres.ts';
import { judgePromise, type PromiseState } from '../../core/rules/promise.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { lockToJudge, selectOpenPromises, takeStirs, updateJudged } from './judge-queries.ts';
import { insertEvents } from './promise-queries.ts';

/** Rows locked at a time: an agent who saves a new date waits no longer than one batch takes. */
const BATCH = 200;

/** How many went from one state into another. */
export type Judged = Partial<Record<PromiseState, number>>;

/**
 * Judges what payments touched since the last time: told by the payment's own transaction (`promise_stir`), so that an import, a
 * posting by hand and a 速報取消 all arrive here, once, however often the worker dies on the way.
 *
 * @returns undefined when there was nothing to judge
 */
export async function judgeStirred(sql: Sql, now: Date): Promise<Judged | undefined> {
  return sql.begin(async (tx) => {
    const ids = await takeStirs(tx, BATCH);
    return ids.length === 0 ? undefined : judge(tx as TransactionSql, ids, now, 'payment');
  });
}

/**
 * Judges every open promise by the day, and by what reached the claims without a payment line (a city whose arrears file alone tells
 * of money). The rows are the truth: done again it changes nothing, killed half-way it goes on with what is open.
 */
export async function judgeOpen(sql: Sql, now: Date): Promise<Judged> {
  const total: Judged = {};
  for (let after = ''; ; ) {
    const ids = await selectOpenPromises(sql, after, BATCH);
    const last = ids.at(-1);
    if (last === undefined) return total;
    const judged = await sql.begin((tx) => judge(tx as TransactionSql, ids, now, 'day'));
    for (const [state, count] of Object.entries(judged))
      total[state as PromiseState] = (total[state as PromiseState] ?? 0) + count;
    after = last;
  }
}

async function judge(tx: TransactionSql, ids: readonly string[], now: Date, cause: 'payment' | 'day'): Promise<Judged> {
  const { date: today } = tokyoTime(now);
  const rows = (await lockToJudge(tx, ids)).map((row) => ({
    promiseId: row.id,
    before: row,
    ...judgePromise(row, today),
  }));
  const moved = rows.filter(({ state, before }) => state !== before.state);
  const changed = rows.filter(
    ({ state, keptAmount, before }) => state !== before.state || keptAmount !== before.keptAmount,
  );
  await updateJudged(tx, changed, now);
  await insertEvents(tx, moved, { at: now, cause, staffId: null });
  const counts: Judged = {};
  for (const { state } of moved) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
