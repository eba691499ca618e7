import type { Sql, TransactionSql } from '../../core/platform/postgres.ts';
import type { Condition } from '../../core/rules/extraction.ts';
import { matchedPersons, type Population } from './condition-sql.ts';
import { freeCores } from './free-cores.ts';

export interface SampledPerson {
  personId: number;
  yen: number;
}

export interface Count {
  persons: number;
  yen: number;
  sample: SampledPerson[];
}

/** Beside the process that answers. */
const HELPING_WORKERS = 1;

/**
 * Plans that suit one pass over a million index entries: no compiling of a query that runs once, memory for the sets of ids, and a second
 * processor only while one is idle: it saves a third then, and costs half of the time where calls are going on.
 */
export async function prepareForLists(tx: TransactionSql, limit: string | null = null): Promise<void> {
  const workers = freeCores() > HELPING_WORKERS ? HELPING_WORKERS : 0;
  await tx`select set_config('statement_timeout', coalesce(${limit}, current_setting('statement_timeout')), true),
    set_config('jit', 'off', true), set_config('work_mem', '64MB', true),
    set_config('max_parallel_workers_per_gather', ${String(workers)}, true), set_config('random_page_cost', '1.1', true)`;
}

/** How many, how much, and some of them spread over the whole: always the same ones as long as nothing changes. */
export function countMatched(sql: Sql, condition: Condition, population: Population, sample: number): Promise<Count> {
  return sql.begin('read only', async (tx) => {
    await prepareForLists(tx as TransactionSql);
    const [row] = await tx<Count[]>`${matchedPersons(tx as TransactionSql, condition, population)}
      select count(*) as persons, sum_yen(yen) as yen,
        (select coalesce(json_agg(json_build_object('personId', person_id, 'yen', yen)), '[]') from (
          select person_id, yen from matched order by hashint8(person_id) limit ${sample}) picked) as sample
      from matched`;
    if (!row) throw new Error('A count has one row.');
    return row;
  }) as Promise<Count>;
}

/** Everybody the condition names, by id. */
export function selectMatchedIds(sql: Sql, condition: Condition, population: Population): Promise<number[]> {
  return sql.begin('read only', async (tx) => {
    await prepareForLists(tx as TransactionSql);
    const rows = await tx<{ id: number }[]>`${matchedPersons(tx as TransactionSql, condition, population)}
      select person_id as id from matched order by person_id`;
    return rows.map(({ id }) => id);
  }) as Promise<number[]>;
}
