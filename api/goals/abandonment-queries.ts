import type { Queryable } from '../../core/platform/postgres.ts';

export interface AbandonmentRow {
  subjectId: string;
  answered: number;
  abandoned: number;
  answeredToday: number;
  abandonedToday: number;
}

/** Calls dialled for the pool, by subject: persons who answered since then, and those of them who met no agent in time (core/rules/goals.ts). */
export async function selectAbandonment(db: Queryable, since: Date, today: Date): Promise<AbandonmentRow[]> {
  return db<AbandonmentRow[]>`
    select subject_id as "subjectId", count(*) as answered, count(*) filter (where abandoned) as abandoned,
      count(*) filter (where answered_at >= ${today}) as "answeredToday",
      count(*) filter (where answered_at >= ${today} and abandoned) as "abandonedToday"
    from call
    where answered_at >= ${since} and mode = 'predictive' and direction = 'outbound' and not training and subject_id is not null
      and coalesce(answered_by, 'person') = 'person' and coalesce(line_result, '') not in ('answered_machine', 'fax')
    group by subject_id`;
}
