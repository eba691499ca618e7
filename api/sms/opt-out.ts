import type { Queryable } from '../../core/platform/postgres.ts';

/** The person's own wish, told to whoever spoke with them; the stop that every channel reads. @returns false when it stood already */
export async function putOptOut(db: Queryable, personId: number, today: string, now: Date): Promise<boolean> {
  const rows = await db`
    insert into stop_flag (person_id, kind, from_on, source, created_at)
    select ${personId}, 'no_sms', ${today}::date, 'manual', ${now}
    where not exists (select 1 from stop_flag where person_id = ${personId} and kind = 'no_sms' and (to_on is null or to_on >= ${today}::date))
    returning id`;
  return rows.length === 1;
}

/** Ends what was put by hand; what the city's own data says stays. @returns false when none stood */
export async function endOptOut(db: Queryable, personId: number, today: string): Promise<boolean> {
  const rows = await db`
    update stop_flag set to_on = ${today}::date - 1
    where person_id = ${personId} and kind = 'no_sms' and source = 'manual' and (to_on is null or to_on >= ${today}::date) returning id`;
  return rows.length > 0;
}
