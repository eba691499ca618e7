import type { Queryable } from '../../core/platform/postgres.ts';
import type { AnswerCount } from '../../core/rules/coverage/answer-chance.ts';

/** People change their hours with the seasons: a quarter of a year tells what they do now. */
const HISTORY_DAYS = 90;

/** Calls of all lines that rang in full, and how many were picked up, by band, hour, number type and area. */
export async function selectAnswerCounts(db: Queryable, now: Date): Promise<AnswerCount[]> {
  return db<AnswerCount[]>`
    select band, extract(hour from created_at)::int as hour, number_type as "numberType", area, count(*)::int as dialled,
      count(*) filter (where answered)::int as answered
    from rung_call
    where area is not null and number_type in ('home', 'mobile')
      and created_at > ${now}::timestamptz - make_interval(days => ${HISTORY_DAYS})
    group by 1, 2, 3, 4`;
}
